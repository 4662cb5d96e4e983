"""`mark` and `star`."""

from datetime import timedelta

import pytest

from ainews.model import Assigned


def is_read(shelf, item):
    return shelf.store.reading.item(item).read


def test_items_are_marked_by_number_and_back(shelf, ainews):
    source = shelf.source()
    first, second = shelf.item(source), shelf.item(source)

    assert ainews("mark", first, second).out == "marked 2 items as read\n"
    assert ainews("mark", first, "--unread").out == "marked 1 item as unread\n"
    assert (is_read(shelf, first), is_read(shelf, second)) == (False, True)


def test_everything_a_source_and_what_is_old_are_marked_at_once(shelf, ainews, noon):
    sea, land = shelf.source("Sea"), shelf.source("Land")
    old = shelf.item(sea, published=noon - timedelta(days=90))
    new = shelf.item(sea)
    other = shelf.item(land)

    assert ainews("mark", "--source", "sea", "--before", "2026-11-01", "--json").json == {"marked": 1}
    assert [is_read(shelf, item) for item in (old, new, other)] == [True, False, False]
    assert ainews("mark", "--source", "sea", "--json").json == {"marked": 1}
    assert ainews("mark", "--all", "--json").json == {"marked": 1}


@pytest.fixture
def story(shelf):
    """Three items of which the first two are one story."""
    source = shelf.source()
    items = [shelf.item(source) for _ in range(3)]
    shelf.store.stories.save([Assigned(item, items[0], items[0], content_hash=b"judged") for item in items[:2]])
    return items


def test_a_story_is_marked_whole_by_its_number(shelf, ainews, story):
    assert ainews("mark", "--story", story[0]).out == "marked 2 items as read\n"
    assert ainews("mark", "--story", story[0], "--unread", "--json").json == {"marked": 2}
    assert ainews("mark", "--story", story[0], story[2], "--json").json == {"marked": 3}
    assert ainews("mark", "--story", 99).err == "ainews: there is no story 99: `ainews stories` shows them\n"


@pytest.mark.parametrize("command", [["mark"], ["show", "--mark"], ["open", "--mark"]])
@pytest.mark.parametrize("whole_story", [False, True])
def test_reading_one_copy_reads_the_story_if_chosen(shelf, ainews, story, monkeypatch, command, whole_story):
    monkeypatch.setattr("webbrowser.open", lambda address: True)
    monkeypatch.setenv("AINEWS_READING__WHOLE_STORY", str(whole_story).lower())

    ainews(*command, story[1])

    assert [is_read(shelf, item) for item in story] == [whole_story, True, False]
    assert shelf.store.admin.query("SELECT item_id FROM reading_event")[1] == [(story[1],)]


@pytest.mark.parametrize("arguments", [[], ["--all", "3"], ["--all", "--story", "3"], ["--all", "--unread"]])
def test_marking_needs_either_numbers_or_a_description(ainews, arguments):
    assert ainews("mark", *arguments).code == 2


def test_marking_what_is_not_there_is_not_found(shelf, ainews):
    assert ainews("mark", 99).code == 4


def test_stars_come_and_go(shelf, ainews):
    item = shelf.item(shelf.source())

    assert ainews("star", item).out == "starred 1 item\n"
    assert ainews("star", item, "--json").json == {"starred": 0}
    assert ainews("star", item, "--remove", "--json").json == {"unstarred": 1}
    assert ainews("--quiet", "star", item).out == ""

"""`mark` and `star`."""

from datetime import timedelta

import pytest


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


@pytest.mark.parametrize("arguments", [[], ["--all", "3"], ["--all", "--unread"]])
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

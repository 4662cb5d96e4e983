"""`list`, `show` and `open`."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from ainews.cli.render_items import found_lines, item_lines
from ainews.cli.terminal import Screen
from ainews.model import Assigned, Sentence
from ainews.model.digests import Summary

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_an_item_has_exactly_the_documented_fields(shelf, ainews, noon):
    source = shelf.source("Example News")
    item = shelf.item(source, "Tide turns", url="https://site.example/tide", author="Ann Onym", published=noon)
    shelf.store.reading.star([item], starred=True)

    [line] = ainews("list", "--json").lines

    assert line == {
        "id": item,
        "source": {"id": source.id, "title": "Example News", "url": source.url},
        "title": "Tide turns",
        "url": "https://site.example/tide",
        "author": "Ann Onym",
        "published_at": "2026-11-20T12:00:00Z",
        "arrived_at": "2026-11-21T12:00:00Z",
        "story_id": None,
        "summary": None,
        "read": False,
        "starred": True,
    }


def test_fields_come_in_the_documented_order(shelf, ainews):
    shelf.item(shelf.source())

    assert " ".join(ainews("list", "--json").lines[0]) == (
        "id source title url author published_at arrived_at story_id summary read starred"
    )


def test_newest_items_come_first_and_limit_0_shows_all(shelf, ainews):
    source = shelf.source()
    ids = [shelf.item(source) for _ in range(40)]

    assert [line["id"] for line in ainews("list", "--json").lines] == ids[:-31:-1]
    assert len(ainews("list", "--json", "--limit", 0).lines) == 40


def test_lists_are_narrowed_by_state_source_folder_and_time(shelf, ainews, noon):
    sea, land = shelf.source("Sea", folder="World"), shelf.source("Land")
    old = shelf.item(sea, published=noon - timedelta(days=400))
    read = shelf.item(sea)
    starred = shelf.item(land)
    shelf.store.reading.mark([read], read=True)
    shelf.store.reading.star([starred], starred=True)

    def ids(*filters):
        return [line["id"] for line in ainews("list", "--json", *filters).lines]

    assert ids("--unread") == [starred, old]
    assert ids("--starred") == [starred]
    assert ids("--source", "sea") == [read, old]
    assert ids("--source", "sea", "--source", land.id) == [starred, read, old]
    assert ids("--tag", "World") == [read, old]
    assert ids("--since", "2026-01-01") == [starred, read]
    assert ids("--since", "all", "--before", starred) == [read, old]


def test_a_pipe_gets_one_plain_line_an_item(shelf, ainews, noon):
    source = shelf.source("Example News")
    item = shelf.item(source, "First line\nsecond line", published=noon)

    assert ainews("list").out == f"{item}  2026-11-20 12:00  •   Example News  First line second line\n"


def test_hostile_titles_reach_the_terminal_as_plain_text(shelf, ainews):
    source = shelf.source("News\x1b]0;owned\x07 desk")
    shelf.item(source, "\x1b[31mRed\x1b[0m \u202eevil\u202c [bold]markup[/bold]\x07 \x9b2J and more")

    printed = ainews("list").out

    assert printed.endswith("  News desk  Red evil [bold]markup[/bold] and more\n")


@pytest.fixture
def ferry(shelf):
    """Three items of one story, and a later one that nobody else reports."""
    source = shelf.source("Harbour Times")
    items = [shelf.item(source, f"Ferry sinks, part {number}") for number in range(3)]
    assigned = [Assigned(item, items[0], items[0], content_hash=b"judged") for item in items]
    shelf.store.stories.save(assigned)
    return [*items, shelf.item(source, "Budget passed")]


def test_each_story_may_be_listed_once(ferry, ainews):
    lines = ainews("list", "--once", "--json").lines

    assert [(line["id"], line["others"]) for line in lines] == [(ferry[3], []), (ferry[2], [ferry[1], ferry[0]])]
    assert list(lines[0]) == [*ainews("list", "--json").lines[0], "others"]
    assert [line["id"] for line in ainews("list", "--once", "--json", "--limit", 1).lines] == [ferry[3]]
    assert ainews("list", "--once").out.endswith(f"Ferry sinks, part 2 · +2 more, story {ferry[0]}\n")


def test_a_list_can_be_counted(ferry, shelf, ainews):
    shelf.store.reading.mark([ferry[3]], read=True)

    assert ainews("list", "--count", "--json").json == {"items": 4, "stories": 2}
    assert ainews("list", "--count", "--unread").out == "3 items, 1 story\n"
    assert ainews("list", "--count", "--limit", 1, "--tag", "none").out == "0 items, 0 stories\n"
    assert ainews("list", "--count", "--once").code == 2


def test_on_a_terminal_an_item_names_the_story_it_shares(ferry, shelf, noon):
    items = shelf.store.reading.list()

    lines = list(item_lines(items, Screen(80, live=True), noon))

    assert lines[1].endswith("  Budget passed")
    assert lines[2].endswith(f"  Ferry sinks, part 2 · 3 in story {ferry[0]}")
    narrow = list(item_lines(items, Screen(50, live=True), noon))
    assert narrow[3].strip() == f"3 in story {ferry[0]}"
    assert max(map(len, narrow)) <= 50
    found = list(found_lines(items[1:], Screen(50, live=True), noon))
    assert found[1].strip() == f"Harbour Times · just now · 3 in story {ferry[0]}"


def test_show_names_the_story_that_an_item_shares(ferry, ainews):
    assert ainews("show", ferry[1]).out.splitlines()[1].endswith(f" 12:03 · 3 in story {ferry[0]}")
    assert ainews("show", ferry[3]).out.splitlines()[1].endswith(" 12:05")


def test_an_item_carries_the_latest_words_about_its_story(ferry, shelf, ainews):
    said = Summary(ferry[0], 1, (Sentence("A ferry sank.", (ferry[0],)), Sentence("All are safe.", (ferry[1],))), NOON)
    shelf.store.summaries.save([(b"key", said)])

    def summaries(*command):
        return {line["id"]: line["summary"] for line in ainews(*command, "--json").lines}

    assert summaries("list") == dict.fromkeys(ferry[:3], "A ferry sank. All are safe.") | {ferry[3]: None}
    assert summaries("list", "--once")[ferry[2]] == "A ferry sank. All are safe."
    assert summaries("search", "part") == dict.fromkeys(ferry[:3], "A ferry sank. All are safe.")
    assert summaries("show", ferry[1]) == {ferry[1]: "A ferry sank. All are safe."}


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        ([], "no sources yet: ainews init --pack ai, or ainews source add URL\n"),
        (["--unread"], "nothing matches: try `ainews list` without its filters\n"),
    ],
)
def test_an_empty_list_tells_the_next_command(ainews, arguments, advice):
    outcome = ainews("list", *arguments)

    assert (outcome.code, outcome.out) == (0, advice)


def test_an_empty_list_with_sources_says_to_ingest(shelf, ainews):
    shelf.source()

    assert ainews("list").out == "no items yet: ainews ingest\n"


def test_an_empty_list_is_no_line_of_json(ainews):
    assert ainews("list", "--json").out == ""


def test_a_bad_time_is_wrong_usage(ainews):
    outcome = ainews("list", "--since", "yesterweek")

    assert outcome.code == 2
    assert "'yesterweek' is no time" in outcome.err


def test_show_prints_the_text_plainly_in_a_pipe(shelf, ainews, noon):
    item = shelf.item(
        shelf.source("Example News"),
        "Tide turns",
        "<p>Water <b>rises</b> at <a href='https://x.example'>the pier</a>.</p><ul><li>one<li>two</ul>",
        url="https://site.example/tide",
        author="Ann Onym",
        published=noon,
    )

    assert ainews("show", item).out == (
        "Tide turns\nExample News · Ann Onym · 2026-11-20 12:00\nhttps://site.example/tide\n\n"
        "Water rises at the pier.\n\n- one\n- two\n"
    )


def test_show_can_print_markdown_and_html(shelf, ainews, noon):
    html = "<p>Water <b>rises</b>.</p>"
    item = shelf.item(shelf.source("Example News"), "Tide *turns*", html, published=noon)

    assert ainews("show", item, "--html").out == html + "\n"
    assert ainews("show", item, "--markdown").out.endswith("\n\nWater **rises**.\n")


def test_show_as_json_adds_the_text_to_the_item(shelf, ainews):
    item = shelf.item(shelf.source(), html="<p>Text.</p>", categories=("Sea", "Tide"))

    shown = ainews("show", item, "--json").json

    assert shown["id"] == item
    assert {name: shown[name] for name in list(shown)[11:]} == {
        "html": "<p>Text.</p>",
        "categories": ["Sea", "Tide"],
        "enclosures": [],
        "language": None,
        "updated_at": None,
        "versions": 0,
    }


def test_versions_are_shown_as_changed_words(shelf, ainews):
    source = shelf.source()
    item = shelf.item(source, "Ferry late", "<p>The ferry is late by two hours today.</p>")
    shelf.edit(source, item, "Ferry late", "<p>The ferry is late by three hours today.</p>")

    shown = ainews("show", item, "--versions").out

    assert "  The ferry is late by [-two-] {+three+} hours today.\n" in shown


def test_versions_as_json_carry_their_texts(shelf, ainews):
    source = shelf.source()
    item = shelf.item(source, "Old title", "<p>Old.</p>")
    shelf.edit(source, item, "New title", "<p>New.</p>")

    [version] = ainews("show", item, "--versions", "--json").json["versions"]

    assert version == {
        "number": 1,
        "replaced_at": "2026-11-22T12:00:00Z",
        "title": "Old title",
        "html": "<p>Old.</p>",
    }


def test_show_changes_nothing_unless_told_to_mark(shelf, ainews):
    item = shelf.item(shelf.source())

    ainews("show", item)
    assert not shelf.store.reading.item(item).read
    ainews("show", item, "--mark")
    assert shelf.store.reading.item(item).read


def test_open_hands_the_address_to_the_browser(shelf, ainews, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    item = shelf.item(shelf.source(), url="https://site.example/tide")

    assert ainews("open", item, "--mark").code == 0
    assert opened == ["https://site.example/tide"]
    assert shelf.store.reading.item(item).read


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "vscode://x", ""])
def test_open_refuses_what_is_not_http(shelf, ainews, monkeypatch, url):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    item = shelf.item(shelf.source(), url=url)

    assert ainews("open", item).code == 4
    assert opened == []


def test_json_lines_survive_line_breaks_in_titles(shelf, ainews):
    shelf.item(shelf.source(), "one\u2028two\nthree")

    [line] = ainews("list", "--json").out.split("\n")[:-1]

    assert json.loads(line)["title"] == "one\u2028two\nthree"

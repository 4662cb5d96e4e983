"""`list`, `show` and `open`."""

import json
from datetime import timedelta

import pytest


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

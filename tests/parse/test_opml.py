"""Lists of feeds: what readers export is read, broken or not, and what we write is read back alike."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.errors import ParseError
from ainews.parse.opml import MAX_BYTES, Opml, OpmlFeed, read_opml, write_opml

SHARED = Path(os.environ.get("AINEWS_SHARED", Path(__file__).parents[3] / "shared"))
LISTS = sorted(path for path in (SHARED / "data" / "opml").rglob("*") if path.suffix in (".opml", ".xml"))


def opml(*outlines: str, head: str = "<head><title>Mine</title></head>") -> bytes:
    return f'<opml version="2.0">{head}<body>{"".join(outlines)}</body></opml>'.encode()


def only_feed(body: bytes) -> OpmlFeed:
    [feed] = read_opml(body).feeds
    return feed


def test_a_feed_keeps_its_title_site_and_address():
    body = opml('<outline type="rss" text="Tern" xmlUrl="https://tern.example/feed" htmlUrl="https://tern.example/"/>')

    assert read_opml(body) == Opml(
        "Mine", (OpmlFeed("https://tern.example/feed", "Tern", "https://tern.example/", None),)
    )


def test_nested_folders_are_joined():
    body = opml(
        '<outline text="Lab"><outline title="Ocean"><outline xmlUrl="https://a.example/f"/></outline></outline>'
    )

    assert only_feed(body).folder == "Lab / Ocean"


def test_a_category_is_the_folder_of_a_feed_outside_folders():
    assert only_feed(opml('<outline xmlUrl="https://a.example/f" category="/lab/ocean"/>')).folder == "lab / ocean"


def test_further_categories_are_reported():
    found = read_opml(opml('<outline text="A" xmlUrl="https://a.example/f" category="one,two/three"/>'))

    assert found.feeds[0].folder == "one"
    assert found.problems == ("line 1: A has 2 categories; it was put into 'one'",)


def test_names_of_attributes_and_elements_may_have_any_case():
    feed = only_feed(
        b'<OPML><Body><Outline TEXT="A" XMLURL="https://a.example/f" HtmlUrl="http://a.example"/></Body></OPML>'
    )

    assert feed == OpmlFeed("https://a.example/f", "A", "http://a.example")


def test_a_feed_listed_twice_is_read_once_and_reported():
    one = '<outline text="A" xmlUrl="https://a.example/f"/>'

    found = read_opml(opml(f'<outline text="First">{one}</outline>', one))

    assert [feed.folder for feed in found.feeds] == ["First"]
    assert found.problems == ("line 1: A is listed again; it stays in First",)


@pytest.mark.parametrize(
    ("outline", "reason"),
    [
        ('<outline text="X" type="rss"/>', "line 1: X has no feed address"),
        ('<outline text="X" xmlUrl="|~/fetch.py"/>', "line 1: X runs a command, which ainews does not do"),
        ('<outline text="X" xmlUrl="hhttps://x.example"/>', "line 1: X has an address that cannot be polled: hhttps://x.example"),
        ('<outline text="X" xmlUrl="http://[x/"/>', "line 1: X has a broken address: http://[x/"),
        ('<outline text="X" type="vfolder" xmlUrl="vfolder"/>', "line 1: X is of type vfolder, not a feed"),
        ("<outline/>", "line 1: an outline without a name has no feed address"),
    ],
)  # fmt: skip
def test_what_cannot_be_polled_is_reported_and_the_rest_is_read(outline, reason):
    found = read_opml(opml(outline, '<outline text="B" xmlUrl="https://b.example/f"/>'))

    assert [feed.title for feed in found.feeds] == ["B"]
    assert found.problems == (reason,)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("feed://a.example/f", "http://a.example/f"),
        ("feed:https://a.example/f", "https://a.example/f"),
        ("a.example/f.xml", "https://a.example/f.xml"),
        ("file:///home/me/f.xml", "file:///home/me/f.xml"),
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
    ],
)
def test_addresses_are_brought_into_a_form_that_can_be_polled(written, url):
    assert only_feed(opml(f'<outline xmlUrl="{written}"/>')).url == url


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1", "windows-1251"])
def test_encodings_are_recognized(encoding):
    name = "Мир" if encoding == "windows-1251" else "Café"
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding == "windows-1251" else ""
    text = f'{declaration}<opml><body><outline text="{name}" xmlUrl="https://a.example/f"/></body></opml>'

    assert only_feed(text.encode(encoding)).title == name


def test_latin_1_that_claims_to_be_utf_8_is_read():
    text = '<?xml version="1.0" encoding="UTF-8"?><opml><body><outline text="Café" xmlUrl="https://a.example/f"/></body></opml>'

    assert only_feed(text.encode("latin-1")).title == "Café"


@pytest.mark.parametrize(
    ("outline", "title"),
    [
        ('<outline text="Caf&eacute;" xmlUrl="https://a.example/f"/>', "Café"),
        ('<outline text="Q & A &#38; B" xmlUrl="https://a.example/f"/>', "Q & A & B"),
        ('<outline text="A\x0bB" xmlUrl="https://a.example/f"/>', "AB"),
        ('<outline text="The "A" list" xmlUrl="https://a.example/f" />', 'The "A" list'),
        ('<outline text="A <b>B</b>" xmlUrl="https://a.example/f"/>', "A <b>B</b>"),
        ('<outline text="A" xmlUrl="https://a.example/f">', "A"),
    ],
)
def test_broken_xml_is_mended_and_reported(outline, title):
    found = read_opml(opml(outline))

    assert [(feed.url, feed.title) for feed in found.feeds] == [("https://a.example/f", title)]
    assert "not well-formed" in found.problems[0]


def test_a_bare_ampersand_in_an_address_survives():
    assert only_feed(opml('<outline xmlUrl="https://a.example/?a=1&copy=2&lang=de"/>')).url.endswith(
        "?a=1&copy=2&lang=de"
    )


def test_outlines_that_are_never_closed_are_all_read():
    feeds = "".join(f'<outline text="{n}" xmlUrl="https://a.example/{n}">' for n in range(1_500))

    found = read_opml(opml(feeds))

    assert [feed.title for feed in found.feeds] == [str(n) for n in range(1_500)]
    assert {feed.folder for feed in found.feeds} == {None}


def test_a_list_without_head_or_root_is_read():
    assert only_feed(b'<outline xmlUrl="https://a.example/f"/>').url == "https://a.example/f"
    assert (
        len(read_opml(b'junk <outline xmlUrl="https://a.example/f"/><outline xmlUrl="https://a.example/g"/>').feeds)
        == 2
    )


def test_an_empty_list_is_reported():
    assert read_opml(opml()).problems == ("it lists no feed that could be read",)


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"<rss><channel><title>A feed</title></channel></rss>", b"\x00\xff\xfe"]
)
def test_what_is_no_list_is_refused(body):
    with pytest.raises(ParseError, match="no OPML list"):
        read_opml(body)


def test_entity_bombs_are_refused():
    entities = '<!DOCTYPE opml [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    bomb = entities + '<opml><body><outline text="&b;"/></body></opml>'

    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(ParseError, match="entities"):
            read_opml(bomb.encode(encoding))


def test_a_list_that_is_too_big_is_refused():
    with pytest.raises(ParseError, match="10 MiB"):
        read_opml(b" " * (MAX_BYTES + 1))


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=20).map(
    lambda text: " ".join(text.split())
)
folders = st.lists(words.filter(lambda word: word and "/" not in word), max_size=4).map(
    lambda parts: " / ".join(parts) or None
)
urls = st.from_regex(r"https?://[a-z]{1,9}\.example/[a-z0-9&?=;%'\"<>-]{0,20}", fullmatch=True)
feeds = st.lists(
    st.builds(OpmlFeed, urls, words, st.none() | urls, folders), unique_by=lambda feed: feed.url, max_size=8
)


@given(words, feeds)
def test_what_is_written_is_read_back_alike(title, written):
    found = read_opml(write_opml(title, written))

    assert (found.title, sorted(found.feeds, key=str)) == (title, sorted(written, key=str))
    assert found.problems == () if written else found.problems


@given(st.text(), st.lists(st.builds(OpmlFeed, urls, st.text(), st.none() | urls, st.none() | st.text()), max_size=5))
def test_any_text_can_be_written_and_writing_again_changes_nothing(title, written):
    once = write_opml(title, written)
    again = read_opml(once)

    assert {feed.url for feed in again.feeds} == {feed.url for feed in written}
    assert read_opml(write_opml(again.title, again.feeds)).feeds == again.feeds


@given(st.binary(max_size=300) | st.text(st.sampled_from("<>/&;\"'= outlinexmUrl!-[]?")).map(str.encode))
def test_no_bytes_bring_it_down(body):
    try:
        found = read_opml(body)
    except ParseError:
        return

    assert isinstance(found, Opml)


@pytest.mark.skipif(not LISTS, reason="the shared sample lists are not here (AINEWS_SHARED)")
def test_every_address_of_real_lists_is_imported_or_reported():
    for path in LISTS:
        body = path.read_bytes()

        found = read_opml(body)

        addresses = re.findall(rb"xmlUrl\s*=", re.sub(rb"<!--.*?-->", b"", body, flags=re.DOTALL))
        reported = [problem for problem in found.problems if re.search("runs a command|again|polled|vfolder", problem)]
        assert len(found.feeds) + len(reported) == len(addresses), path.name


def test_importing_the_module_does_not_import_lxml():
    code = "import sys, ainews.parse.opml; sys.exit('lxml' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

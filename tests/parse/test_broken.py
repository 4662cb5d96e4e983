"""Broken and hostile documents: what can be read is read, in bounded time, and nothing else is touched."""

import pytest

from ainews.errors import ParseError
from ainews.parse import clean, parse

ITEM = "<item><title>{}</title><link>https://a.example/{}</link></item>"


def feed(inside: str, before: str = "") -> bytes:
    return f"{before}<rss version='2.0'><channel><title>T</title>{inside}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        ("<item><title>caf&eacute; &nbsp; bar</title></item>", "café bar"),
        ("<item><title>Q&A and R & D</title></item>", "Q&A and R & D"),
        ("<item><title>a\x01b\x0bc</title></item>", "abc"),
        ("<item><title>x&#11;y&#xFFFF;z</title></item>", "xyz"),
        ("<item><dc:creator>no namespace</dc:creator><title>x</title></item>", "x"),
        ("<item><title>x</title><description>one <br> two</description></item>", "x"),
    ],
)
def test_common_faults_are_mended(inside, title):
    document = parse(feed(inside))

    assert document.drafts[0].title == title
    assert document.warnings


@pytest.mark.parametrize("before", ["\n\n", "\ufeff", "<br />\n<b>Warning</b>: x\n", "junk & more"])
def test_what_stands_before_a_feed_does_not_matter(before):
    assert len(parse(feed(ITEM.format(1, 1), before)).drafts) == 1


def test_an_address_keeps_its_bare_ampersands():
    assert parse(feed("<item><link>https://a.example/?a=1&b=2&copy=3</link></item>")).drafts[0].url == (
        "https://a.example/?a=1&b=2&copy=3"
    )


def test_a_document_that_was_cut_short_keeps_its_whole_items():
    body = feed("".join(ITEM.format(n, n) for n in range(10)))

    drafts = parse(body[: len(body) * 3 // 4]).drafts

    assert [draft.title for draft in drafts[:6]] == ["0", "1", "2", "3", "4", "5"]


BOMB = (
    "<!DOCTYPE x [<!ENTITY a '"
    + "ha" * 50
    + "'>"
    + "".join(f"<!ENTITY {name} '{f'&{inner};' * 20}'>" for inner, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def test_an_entity_bomb_does_not_go_off():
    try:
        drafts = parse(feed("<item><title>&i;</title></item>", BOMB)).drafts
    except ParseError:
        drafts = ()

    assert all(len(draft.title) < 100_000 for draft in drafts)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x", "/etc/hostname"])
def test_an_external_entity_is_not_opened(address):
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{address}"> <!ENTITY % y SYSTEM "{address}"> %y;]>'
    try:
        titles = [draft.title for draft in parse(feed("<item><title>a&x;b</title></item>", doctype)).drafts]
    except ParseError:
        titles = []

    assert all(len(title) <= 10 for title in titles)


def test_an_entity_of_the_documents_own_is_resolved():
    doctype = "<!DOCTYPE rss [<!ENTITY name 'Ada'>]>"

    assert parse(feed("<item><title>&name; says</title></item>", doctype)).drafts[0].title == "Ada says"


def test_twenty_thousand_namespaces_are_declared_once():
    declarations = " ".join(f"xmlns:n{n}='u{n}'" for n in range(20_000))
    body = f"<rss {declarations}><channel><item><description>{'<p>x</p>' * 1000}</description></item></channel></rss>"

    assert len(parse(body.encode()).drafts[0].html) < 20_000


def test_fifty_thousand_items_are_read():
    body = feed("".join(ITEM.format(n, n) for n in range(50_000)))

    assert len(parse(body).drafts) == 50_000


@pytest.mark.parametrize("depth", [100, 10_000, 200_000])
def test_deep_nesting_neither_recurses_nor_hangs(depth):
    inside = f"<item><title>x</title><description>{'<div>' * depth}y{'</div>' * depth}</description></item>"

    try:
        drafts = parse(feed(inside)).drafts
    except ParseError:
        drafts = ()

    assert len(drafts) <= 1


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<b><i><u>" * 20_000 + "</p>" * 10_000,
        "".join(f"<b id={n}>" for n in range(450)) + "<p>" * 100_000,
        "<div>" * 50_000 + "</div>" * 50_000,
        "<table><b>" * 5_000,
    ],
)
def test_html_nested_beyond_reason_loses_its_tags_and_keeps_its_words(html):
    escaped = (html + "&amp;lt;last words").replace("<", "&lt;")
    draft = parse(feed(f"<item><title>{escaped}</title><description>{escaped}</description></item>")).drafts[0]

    assert draft.title.endswith(("last words", "…"))
    assert clean(draft).text.endswith("<last words")


def test_a_huge_attribute_is_only_data():
    url = "https://a.example/" + "x" * 2_000_000
    draft = parse(feed(f"<item><title>t</title><enclosure url='{url}'/></item>")).drafts[0]

    assert draft.enclosures[0].url == url


@pytest.mark.parametrize(
    "html",
    [
        "&lt;a href=" * 20_000,
        "&lt;img src='" * 20_000,
        "&lt;" * 100_000,
        "=" * 100_000,
        "&lt;iframe " * 20_000,
        "href=x " * 50_000,
    ],
)
def test_html_made_to_be_slow_is_not(html):
    clean(parse(feed(f"<item><link>https://a.example/</link><description>{html}</description></item>")).drafts[0])


def test_deep_json_is_refused():
    with pytest.raises(ParseError):
        parse(b'{"items": ' + b"[" * 100_000)


def test_an_element_whose_name_is_none_is_read_over():
    entry = '<entry><content type="xhtml"><div ><d:ENTITY: x="1">x</d:></div></content></entry>'

    assert clean(parse(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode()).drafts[0]).text == "x"

"""What a reader sees of feeds of every kind, from small documents of our own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ainews.errors import ParseError
from ainews.model import Enclosure
from ainews.parse import clean, parse

URL = "https://feeds.example/blog/feed.xml"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)


def rss(items: str, channel: str = "<title>T</title><link>https://blog.example/</link>") -> bytes:
    return f'<rss version="2.0" {NAMESPACES}><channel>{channel}{items}</channel></rss>'.encode()


def atom(entries: str, feed: str = "<title>T</title>", attributes: str = "") -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{feed}{entries}</feed>'.encode()


def only(body: bytes, **options):
    (draft,) = parse(body, url=URL, **options).drafts
    return draft


def test_an_rss_item_is_read_whole():
    draft = only(
        rss(
            "<item><guid isPermaLink='false'>g1</guid><title>A title</title><link>https://blog.example/1</link>"
            "<description>short</description><content:encoded><![CDATA[<p>The whole text</p>]]></content:encoded>"
            "<dc:creator>Ada</dc:creator><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate><category>x</category>"
            "<category>y</category><enclosure url='/a.mp3' type='audio/mpeg' length='7'/></item>"
        )
    )

    assert (draft.guid, draft.url, draft.title, draft.author) == ("g1", "https://blog.example/1", "A title", "Ada")
    assert draft.html == "<p>The whole text</p>"
    assert draft.published == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert draft.categories == ("x", "y")
    assert draft.enclosures == (Enclosure("https://blog.example/a.mp3", "audio/mpeg", 7),)


def test_an_atom_entry_is_read_whole():
    draft = only(
        atom(
            "<entry><id>tag:x,1</id><title type='html'>A &lt;b&gt;bold&lt;/b&gt; title</title>"
            "<link rel='self' href='/1.xml'/><link href='/1'/><link rel='enclosure' href='/a.mp3' length='x'/>"
            "<summary>short</summary><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>All<br/></p></div>"
            "</content><published>2026-11-23T10:00:00Z</published><updated>2026-11-23T11:00:00Z</updated>"
            "<category term='t' label='Label'/></entry>",
            "<author><name>Ada</name></author>",
        )
    )

    assert (draft.guid, draft.url, draft.title) == ("tag:x,1", "https://feeds.example/1", "A bold title")
    assert draft.html == "<p>All<br></p>"
    assert draft.author == "Ada"
    assert draft.updated == datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert draft.categories == ("Label",)
    assert draft.enclosures == (Enclosure("https://feeds.example/a.mp3"),)


def test_an_rdf_item_stands_beside_its_channel():
    document = parse(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        b"<channel><title>T</title><link>https://a.example/</link></channel>"
        b'<item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link></item></rdf:RDF>'
    )

    assert (document.format, document.site_url) == ("rss10", "https://a.example/")
    assert document.drafts[0].guid == "https://a.example/1"


def test_a_json_feed_is_read_whole():
    document = parse(
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "T", "language": "en", "items": ['
        b'{"id": 1, "url": "/1",'
        b'"title": "A", "content_html": "<p>x</p>", "tags": ["t", 3], "authors": [{"name": "Ada"}, {"name": "Bob"}],'
        b'"date_published": "2026-11-23T10:00:00Z", '
        b'"attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg"}]}, 7]}',
        url=URL,
    )
    (draft,) = document.drafts

    assert (document.format, draft.guid, draft.url) == ("json11", "1", "https://feeds.example/1")
    assert (draft.author, draft.categories, draft.language) == ("Ada, Bob", ("t",), "en")
    assert draft.enclosures == (Enclosure("https://feeds.example/a.mp3", "audio/mpeg"),)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Plain", "Plain"),
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("<![CDATA[It&#8217;s here]]>", "It’s here"),
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("Using the &lt;video&gt; element", "Using the <video> element"),
        ("Vec&lt;T&gt; and 1 &lt; 2", "Vec<T> and 1 < 2"),
        ("&lt;script&gt;x()&lt;/script&gt;News", "News"),
        ("  two\n lines ", "two lines"),
        ("Inline <b>markup</b>", "Inline markup"),
    ],
)
def test_an_rss_title_is_undone_once(title, words):
    assert only(rss(f"<item><title>{title}</title></item>")).title == words


@pytest.mark.parametrize(
    ("attributes", "title", "words"),
    [
        ("", "AT&amp;amp;T", "AT&amp;T"),
        ("type='text'", "The &lt;b&gt; tag", "The <b> tag"),
        ("type='html'", "AT&amp;amp;T &lt;i&gt;now&lt;/i&gt;", "AT&T now"),
        ("type='xhtml'", "<div xmlns='http://www.w3.org/1999/xhtml'>A <b>b</b> &amp;lt;</div>", "A b &lt;"),
    ],
)
def test_an_atom_title_is_what_its_type_says(attributes, title, words):
    assert only(atom(f"<entry><title {attributes}>{title}</title></entry>")).title == words


@pytest.mark.parametrize(
    ("description", "html"),
    [
        ("&lt;p&gt;A&lt;/p&gt;", "<p>A</p>"),
        ("&lt;p&gt;1 &amp;lt; 2&lt;/p&gt;", "<p>1 &lt; 2</p>"),
        ("<![CDATA[<p>&amp;amp;</p>]]>", "<p>&amp;amp;</p>"),
        ("<p>not <b>escaped</b></p>", "<p>not <b>escaped</b></p>"),
        ("map&lt;string, int&gt;", "map&lt;string, int&gt;"),
        ("plain &amp; simple", "plain &amp; simple"),
    ],
)
def test_an_rss_description_is_html_undone_once(description, html):
    draft = only(rss(f"<item><description>{description}</description></item>"))

    assert clean(draft).html == html


def test_atom_text_keeps_its_angle_brackets_and_lines():
    draft = only(atom("<entry><content type='text'>a &lt;b&gt;\nc</content></entry>"))

    assert clean(draft).text == "a <b>\nc"


def test_relative_links_follow_xml_base():
    draft = only(
        atom(
            "<entry xml:base='b/'><link href='1'/><content type='html' xml:base='c/'>"
            "&lt;a href='x'&gt;&lt;img src=\"/y.png\"&gt;&lt;code&gt;"
            '&amp;lt;a href="z"&gt;&lt;/code&gt;</content></entry>',
            attributes="xml:base='https://a.example/'",
        )
    )

    assert draft.url == "https://a.example/b/1"
    assert 'href="https://a.example/b/c/x"' in draft.html
    assert 'src="https://a.example/y.png"' in draft.html
    assert 'href="z"' in draft.html


def test_relative_links_without_a_base_follow_the_item():
    draft = only(
        rss("<item><link>https://blog.example/p/1/</link><description>&lt;img src=i.png&gt;</description></item>")
    )

    assert draft.html == '<img src="https://blog.example/p/1/i.png">'


def test_an_item_without_a_link_takes_a_guid_that_is_one():
    assert only(rss("<item><guid>https://blog.example/9</guid></item>")).url == "https://blog.example/9"
    assert only(rss("<item><guid isPermaLink='false'>https://blog.example/9</guid></item>")).url == ""


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("<author>ada@a.example (Ada L)</author>", "Ada L"),
        ("<author>Ada L &lt;ada@a.example&gt;</author>", "Ada L"),
        ("<author>ada@a.example</author>", "ada@a.example"),
        ("<dc:creator>Ada</dc:creator><dc:creator>Bob</dc:creator>", "Ada, Bob"),
        ("<author>a@a.example</author><dc:creator>Ada</dc:creator>", "a@a.example"),
        ("<atom:author><atom:name>Ada L</atom:name><atom:email>a@a.example</atom:email></atom:author>", "Ada L"),
    ],
)
def test_authors_are_names(author, name):
    assert only(rss(f"<item><title>x</title>{author}</item>")).author == name


@pytest.mark.parametrize(
    ("channel", "item", "language"),
    [
        ("<language>en-us</language>", "", "en-US"),
        ("<language>en</language>", "<dc:language>fr</dc:language>", "fr"),
        ("<language>nonsense!</language>", "", None),
    ],
)
def test_language_is_the_items_own_or_the_feeds(channel, item, language):
    assert only(rss(f"<item><title>x</title>{item}</item>", channel)).language == language


def test_an_empty_xml_lang_takes_the_language_away():
    assert only(atom("<entry xml:lang=''><title>x</title></entry>", attributes="xml:lang='en'")).language is None


def test_media_is_an_enclosure_and_its_description_the_text():
    draft = only(
        rss(
            "<item><title>v</title><media:group>"
            "<media:content url='https://a.example/v.mp4' type='video/mp4' fileSize='9'/>"
            "<media:description>One\nTwo</media:description></media:group></item>"
        )
    )

    assert draft.enclosures == (Enclosure("https://a.example/v.mp4", "video/mp4", 9),)
    assert draft.html == "One<br>\nTwo"


@pytest.mark.parametrize(
    ("channel", "ttl"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", timedelta(hours=12)),
        ("<ttl>soon</ttl>", None),
        ("<ttl>99999999999999</ttl>", timedelta(days=365)),
    ],
)
def test_a_feed_may_wish_for_a_pace(channel, ttl):
    assert parse(rss("", channel)).ttl == ttl


def test_an_absurd_date_is_no_date():
    assert only(rss("<item><title>x</title><pubDate>Mon, 99 Foo 0000 77:00</pubDate></item>")).published is None


def test_the_same_feed_has_the_same_identity_wherever_it_moves():
    one = parse(rss("<item><title>1</title></item>"), url="https://a.example/f")
    other = parse(rss("<item><title>2</title></item>"), url="https://b.example/f")

    assert one.identity == other.identity != parse(rss("", "<title>Another</title>")).identity


@pytest.mark.parametrize(
    "body", [b"", b"  \n", b"<html><body>hi</body></html>", b'{"a": 1}', b"[1]", b"{", b"plain", b"<x/>", b"\0\xff"]
)
def test_what_is_no_feed_is_told_so(body):
    with pytest.raises(ParseError) as caught:
        parse(body, url=URL)

    assert caught.value.kind == "not-a-feed"


def test_a_feed_beyond_reading_is_bad_xml():
    with pytest.raises(ParseError) as caught:
        parse(b"<!-- <rss> -->", url=URL)

    assert caught.value.kind == "bad-xml"

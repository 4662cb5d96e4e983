"""Which item is which: guids that repeat, guids that are missing, and fingerprints."""

from ainews.parse import clean, parse


def rss(items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def drafts(items: str):
    return parse(rss(items), url="https://feeds.example/f").drafts


def test_items_that_share_a_guid_are_told_apart_by_address_in_any_order():
    a = "<item><guid isPermaLink='false'>g</guid><link>https://b.example/a</link></item>"
    b = "<item><guid isPermaLink='false'>g</guid><link>https://b.example/b</link></item>"

    assert {d.url: d.guid for d in drafts(a + b)} == {d.url: d.guid for d in drafts(b + a)}
    assert len({d.guid for d in drafts(a + b)}) == 2


def test_items_that_share_guid_and_address_are_told_apart_by_title():
    items = "".join(f"<item><guid>g</guid><link>https://b.example/</link><title>{n}</title></item>" for n in "abc")

    assert len({draft.guid for draft in drafts(items)}) == 3


def test_an_item_repeated_word_for_word_comes_once_with_a_warning():
    document = parse(rss("<item><guid>g</guid><title>x</title></item>" * 3))

    assert len(document.drafts) == 1
    assert document.warnings == ("2 items came more than once, word for word",)


def test_an_item_without_a_guid_is_known_by_its_address():
    assert drafts("<item><link>https://b.example/a</link></item>")[0].guid == "https://b.example/a"


def test_an_item_without_guid_and_address_is_known_by_its_content():
    one, same, other = (drafts(f"<item><title>{title}</title></item>")[0].guid for title in ("x", "x", "y"))

    assert one == same != other


def test_an_endless_guid_is_shortened_to_a_hash():
    guid = drafts(f"<item><guid>{'g' * 100_000}</guid></item>")[0].guid

    assert guid.startswith("hash:")
    assert len(guid) < 100


def test_a_fingerprint_covers_everything_as_found():
    base = "<item><guid>g</guid><title>t</title><description>d</description>{}</item>"
    variants = [
        "",
        "<category>c</category>",
        "<author>a</author>",
        "<enclosure url='https://a.example/x'/>",
        "<pubDate>2026-01-01</pubDate>",
    ]

    assert len({drafts(base.format(variant))[0].fingerprint for variant in variants}) == len(variants)


def test_markup_that_no_reader_sees_does_not_change_the_content():
    one, other = (
        clean(
            drafts(f"<item><guid>g</guid><description>&lt;p class='{name}'&gt;A  b&lt;/p&gt;</description></item>")[0]
        )
        for name in ("x", "y")
    )

    assert one.draft.fingerprint != other.draft.fingerprint
    assert one.content_hash == other.content_hash


def test_a_changed_word_changes_the_content():
    one, other = (
        clean(drafts(f"<item><guid>g</guid><description>A {word}</description></item>")[0]) for word in ("b", "c")
    )

    assert one.content_hash != other.content_hash


def test_an_endless_title_is_cut_at_a_word_and_stands_whole_in_the_text():
    title = "Minutes of the council &amp; its guests " * 20_000
    (draft,) = drafts(f"<item><guid>g</guid><title>{title}</title><description>Item one.</description></item>")

    assert 900 < len(draft.title) <= 1000
    assert draft.title.endswith((" Minutes…", " of…", " the…", " council…", " &…", " its…", " guests…"))
    assert draft.html.startswith("<p>Minutes of the council &amp; its guests Minutes")
    assert draft.html.endswith("its guests</p>Item one.")


def test_a_title_of_one_endless_word_is_cut_in_it():
    (draft,) = drafts(f"<item><guid>g</guid><title>{'x' * 5_000}</title></item>")

    assert draft.title == "x" * 999 + "…"


def test_a_change_behind_the_cut_of_a_title_is_a_change():
    one, other = (
        drafts(f"<item><guid>g</guid><title>{'word ' * 900}{end}</title></item>")[0] for end in ("now", "then")
    )

    assert one.title == other.title
    assert one.fingerprint != other.fingerprint


def test_a_title_of_a_thousand_characters_stays():
    title = " ".join(["nine char"] * 100)
    assert drafts(f"<item><guid>g</guid><title>{title}</title></item>")[0].title == title

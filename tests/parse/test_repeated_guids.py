"""Items that share a guid within one document each get an identity that lasts."""

from __future__ import annotations

from ainews.parse import parse

ITEM = (
    "<item><guid>v1.2</guid><link>https://a.example/log</link><title>1.2</title><pubDate>{date}</pubDate>{text}</item>"
)
MONDAY, FRIDAY = "Mon, 02 Nov 2026 10:00:00 GMT", "Fri, 06 Nov 2026 10:00:00 GMT"


def guids(*posts: tuple[str, str]) -> list[str]:
    items = "".join(ITEM.format(date=date, text=f"<description>{text}</description>") for date, text in posts)
    document = parse(f'<rss version="2.0"><channel><title>Log</title>{items}</channel></rss>'.encode())
    return [draft.guid for draft in document.drafts]


def test_the_date_tells_apart_what_guid_address_and_title_do_not():
    first, second = guids((MONDAY, "one"), (FRIDAY, "two"))

    assert first != second
    assert guids((FRIDAY, "two, edited"), (MONDAY, "one")) == [second, first]


def test_the_content_tells_apart_what_the_date_does_not():
    assert len(set(guids((MONDAY, "one"), (MONDAY, "two")))) == 2


def test_what_is_equal_word_for_word_comes_once():
    assert len(guids((MONDAY, "one"), (MONDAY, "one"))) == 1

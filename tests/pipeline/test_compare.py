"""What a poll really brought, told from drafts and what is known."""

from __future__ import annotations

from msgspec.structs import replace

from ainews.model import CleanDraft, Draft, Known
from ainews.pipeline.compare import compare


def draft(number: int, *, guid: str = "", words: str = "", look: bytes = b"") -> Draft:
    return Draft(
        guid=guid or f"guid-{number}",
        url=f"https://news.example/{number}",
        title=f"Title {number}",
        html=words or f"words {number}",
        fingerprint=look or f"look {words or number}".encode(),
    )


def clean(found: Draft) -> CleanDraft:
    return CleanDraft(found, found.html, found.html, f"{found.title} {found.html}".encode(), hash(found.url))


def known(found: Draft, item_id: int) -> Known:
    cleaned = clean(found)
    return Known(item_id, found.guid, cleaned.url_key, found.fingerprint, cleaned.content_hash)


def test_an_unchanged_draft_is_never_cleaned():
    def refuse(found: Draft) -> CleanDraft:
        raise AssertionError(found)

    difference = compare([draft(1)], [known(draft(1), 7)], refuse)

    assert (difference.new, difference.changed, difference.refreshed, difference.seen) == ((), (), (), 1)


def test_other_words_under_the_same_guid_are_a_change():
    difference = compare([draft(1, words="other")], [known(draft(1), 7)], clean)

    assert [item_id for item_id, _ in difference.changed] == [7]
    assert (difference.new, difference.seen) == ((), 0)


def test_another_look_with_the_same_words_is_only_refreshed():
    difference = compare([replace(draft(1), fingerprint=b"restyled")], [known(draft(1), 7)], clean)

    assert difference.refreshed == ((7, b"restyled", "guid-1"),)
    assert difference.seen == 1


def test_the_same_words_at_the_same_address_under_a_new_guid_are_the_same_item():
    difference = compare([draft(1, guid="build-2")], [known(draft(1, guid="build-1"), 7)], clean)

    assert difference.refreshed == ((7, b"look 1", "build-2"),)
    assert difference.new == ()


def test_new_words_at_a_known_address_under_a_new_guid_are_a_new_item():
    yesterday = draft(1, guid="monday", words="the comic of monday")
    today = draft(1, guid="tuesday", words="the comic of tuesday")

    difference = compare([today], [known(yesterday, 7)], clean)

    assert [each.draft.guid for each in difference.new] == ["tuesday"]


def test_an_item_that_is_still_listed_is_not_taken_for_another_with_the_same_address():
    old = draft(1, guid="a")
    twin = draft(1, guid="b")

    difference = compare([old, twin], [known(old, 7)], clean)

    assert [each.draft.guid for each in difference.new] == ["b"]


def test_a_guid_that_is_given_on_to_a_known_item_changes_nothing():
    first = draft(1, guid="version 1.2", words="the words of August")
    second = draft(1, guid="version 1.2 of September", words="the words of September")
    given_on = replace(second, guid="version 1.2")

    difference = compare([given_on], [known(first, 7), known(second, 8)], clean)

    assert difference.refreshed == ((8, second.fingerprint, "version 1.2"),)
    assert (difference.new, difference.changed) == ((), ())

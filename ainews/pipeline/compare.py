"""Tells what a poll really brought: the new, the changed, the merely restyled and the long known. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ainews.model import CleanDraft, Draft, Known

Clean = Callable[[Draft], CleanDraft]


@dataclass(frozen=True, slots=True)
class Difference:
    """A document against the store, in the shape that `model.Landing` wants."""

    new: tuple[CleanDraft, ...] = ()
    changed: tuple[tuple[int, CleanDraft], ...] = ()
    refreshed: tuple[tuple[int, bytes, str], ...] = ()
    seen: int = 0


def unsettled(drafts: Sequence[Draft], known: Sequence[Known]) -> list[Draft]:
    """Return the drafts that the store has not seen in this source under their guid and just so."""
    seen = {(each.guid, each.fingerprint) for each in known}
    return [draft for draft in drafts if (draft.guid, draft.fingerprint) not in seen]


def compare(drafts: Sequence[Draft], known: Sequence[Known], clean: Clean) -> Difference:
    """Sort drafts by what a reader would notice; `clean` is called only where a draft differs as found.

    A draft is known by its guid. Some feeds give every build new guids, or give a guid on to another item:
    there a draft is known by its address and words together, since one address may carry many items.
    """
    by_guid = {each.guid: each for each in known}
    by_url = _unambiguous(known, {draft.guid for draft in drafts})
    new: list[CleanDraft] = []
    changed: list[tuple[int, CleanDraft]] = []
    refreshed: list[tuple[int, bytes, str]] = []
    for draft in drafts:
        match = by_guid.get(draft.guid)
        if match and match.fingerprint == draft.fingerprint:
            continue
        cleaned = clean(draft)
        if cleaned.url_key is not None and (match is None or match.content_hash != cleaned.content_hash):
            match = by_url.get((cleaned.url_key, cleaned.content_hash), match)
        if match is None:
            new.append(cleaned)
        elif match.content_hash != cleaned.content_hash:
            changed.append((match.item_id, cleaned))
        else:
            refreshed.append((match.item_id, draft.fingerprint, draft.guid))
    return Difference(tuple(new), tuple(changed), tuple(refreshed), len(drafts) - len(new) - len(changed))


def _unambiguous(known: Sequence[Known], present: set[str]) -> dict[tuple[int, bytes], Known]:
    """Index by address and words the items whose guid has left the document, where only one item fits."""
    gone = [each for each in known if each.guid not in present and each.url_key is not None]
    counts = Counter((each.url_key, each.content_hash) for each in gone)
    return {
        (each.url_key, each.content_hash): each
        for each in gone
        if each.url_key is not None and counts[each.url_key, each.content_hash] == 1
    }

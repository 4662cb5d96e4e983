"""Feeds of AI labs, poll after poll as they really were: what did not change never comes back."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ainews.errors import ParseError
from ainews.model import CleanDraft, Document
from ainews.parse import clean, parse

SHARED = Path(os.environ.get("AINEWS_SHARED", Path(__file__).parents[2] / ".." / "shared"))
POLLS = SHARED / "data" / "feeds" / "polls_olshansk"
pytestmark = pytest.mark.skipif(not POLLS.is_dir(), reason="the evaluation data is absent: set AINEWS_SHARED")


class Memory:
    """What a store would remember: the smallest rule by which a draft is known, guid first, then address."""

    def __init__(self) -> None:
        self.by_guid: dict[str, CleanDraft] = {}
        self.by_address: dict[int, list[CleanDraft]] = {}
        self.words: dict[tuple[str, str], str] = {}

    def match(self, draft: CleanDraft) -> CleanDraft | None:
        if known := self.by_guid.get(draft.draft.guid):
            return known
        at_address = self.by_address.get(draft.url_key or 0, [])
        return at_address[0] if draft.url_key is not None and len(at_address) == 1 else None

    def keep(self, draft: CleanDraft, known: CleanDraft | None) -> None:
        self.by_guid[draft.draft.guid] = draft
        if draft.url_key is not None:
            at_address = self.by_address.setdefault(draft.url_key, [])
            at_address[:] = [one for one in at_address if one is not known] + [draft]


def versions(archive: Path) -> Iterator[Document]:
    with tarfile.open(archive) as tar:
        for member in sorted((m for m in tar.getmembers() if m.isfile()), key=lambda member: member.name):
            file = tar.extractfile(member)
            assert file is not None
            try:
                yield parse(file.read(), url="https://labs.example/feed.xml")
            except ParseError:
                continue


def seen_by_reader(draft: CleanDraft) -> tuple[str, str, str]:
    return (draft.draft.url, draft.draft.title, draft.text)


@pytest.mark.slow
@pytest.mark.parametrize("archive", sorted(path.name for path in POLLS.glob("*.tar.gz")))
def test_an_unchanged_post_never_comes_back(archive):
    memory, shown, again = Memory(), set(), []
    for document in versions(POLLS / archive):
        for draft in map(clean, document.drafts):
            known = memory.match(draft)
            is_news = known is None or known.content_hash != draft.content_hash
            if is_news and known is None and seen_by_reader(draft) in shown:
                again.append(draft.draft.guid)
            if is_news and known is not None and seen_by_reader(draft) == seen_by_reader(known):
                again.append(draft.draft.guid)
            memory.keep(draft, known)
            shown.add(seen_by_reader(draft))

    assert again == []


@pytest.mark.parametrize("archive", sorted(path.name for path in POLLS.glob("*.tar.gz")))
def test_the_same_document_read_twice_gives_the_same_fingerprints(archive):
    document = next(versions(POLLS / archive))
    same = next(versions(POLLS / archive))

    assert [draft.fingerprint for draft in document.drafts] == [draft.fingerprint for draft in same.drafts]

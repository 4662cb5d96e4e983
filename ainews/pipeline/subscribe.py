"""From what somebody typed to a source: one request when it is a feed's address, discovery when it is a page's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec import structs

from ainews.errors import FetchError, ParseError
from ainews.fetch.addresses import feed_address, normalize_address
from ainews.model import Changed, Document, Failed, FailureKind, Source, SourceKind, SourceOptions
from ainews.pipeline.familiar import read
from ainews.ports import Polls

if TYPE_CHECKING:
    from ainews.parse import Candidate

TRIED_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that answered: where it is, what it holds, how it was found.

    asked       the address as normalized; differs from `url` when a page or a move led elsewhere
    candidates  the other feeds that the page names
    """

    asked: str
    url: str
    kind: SourceKind
    document: Document
    fetched: Changed
    candidates: tuple[Candidate, ...] = ()


def address_of(typed: str, options: SourceOptions) -> tuple[str, SourceKind]:
    """Return the address to poll for what was typed, and its kind; raises UsageError on nonsense."""
    address = feed_address(normalize_address(typed))
    if options.selectors is not None:
        return address, SourceKind.PAGE
    return address, SourceKind.FILE if address.startswith("file:") else SourceKind.FEED


async def find_feed(typed: str, options: SourceOptions, polls: Polls) -> Found:
    """Return the feed at an address or, where a page answers, the best one it names.

    Raises FetchError when nothing answers and ParseError when there is no feed.
    """
    address, kind = address_of(typed, options)
    source = Source(id=0, url=address, kind=kind, options=options)
    fetched = await _fetch(source, polls)
    try:
        return _found(source, fetched, address)
    except ParseError as error:
        if kind is not SourceKind.FEED:
            raise
        return await _discover(source, fetched, polls, error)


async def _discover(page: Source, fetched: Changed, polls: Polls, error: ParseError) -> Found:
    from ainews import parse

    candidates = parse.discover(fetched.body, fetched.url)
    for candidate in candidates[:TRIED_CANDIDATES]:
        source = structs.replace(page, url=candidate.url)
        try:
            found = _found(source, await _fetch(source, polls), page.url)
        except (FetchError, ParseError):
            continue
        return replace(found, candidates=tuple(each for each in candidates if each is not candidate))
    if candidates:
        raise ParseError(f"{page.url} names {len(candidates)} feeds, and none of those tried could be read") from error
    raise ParseError(
        f"no feed at {page.url} ({error}); name its items with --select to read the page itself", kind=error.kind
    ) from error


def _found(source: Source, fetched: Changed, asked: str) -> Found:
    url = fetched.moved_to or source.url
    return Found(asked, url, source.kind, read(source, fetched), fetched)


async def _fetch(source: Source, polls: Polls) -> Changed:
    fetched = await polls.fetch(source)
    if isinstance(fetched, Failed):
        raise FetchError(f"{source.url}: {fetched.message}", kind=fetched.kind)
    if not isinstance(fetched, Changed):
        raise FetchError(f"{source.url}: answered 304 to a first request", kind=FailureKind.PROTOCOL)
    return fetched

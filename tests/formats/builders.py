"""Digests made by hand: a usual one, and one whose every text is hostile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ainews.model import Sentence, Signal, SourceRef, SourceState
from ainews.model.digests import Digest, DigestLink, DigestStory, SickSource, Trend, TrendKind

AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)
WHY = (Signal("coverage", 0.8, 2.0), Signal("recency", 0.5, 1.0))


def source(number: int = 1, title: str = "", url: str = "") -> SourceRef:
    return SourceRef(number, title or f"Paper {number}", url or f"https://paper{number}.example/feed")


def link(number: int = 1, url: str = "", title: str = "") -> DigestLink:
    return DigestLink(100 + number, url or f"https://paper{number}.example/news/{number}", source(number, title))


def story(rank: int = 1, title: str | None = None, **facts: Any) -> DigestStory:
    known: dict[str, Any] = {
        "rank": rank,
        "story_id": 10 + rank,
        "revision": 3,
        "title": f"Headline {rank}" if title is None else title,
        "score": 2.1,
        "why": WHY,
        "summary": (Sentence(f"Something {rank} happened.", (101,)), Sentence("More followed.", (101, 102))),
        "links": (link(1), link(2)),
        "size": 5,
        "sources": 2,
        "first_at": AT - 9 * HOUR,
        "last_at": AT - HOUR,
    }
    return DigestStory(**(known | facts))


def trend(name: str = "heat pumps", **facts: Any) -> Trend:
    known: dict[str, Any] = {
        "key": name,
        "name": name,
        "kind": TrendKind.WORD,
        "count": 12,
        "usual": 2.6,
        "score": 4.4,
        "sources": 5,
        "since": AT - 24 * HOUR,
        "series": (0, 1, 0, 2, 4, 5),
    }
    return Trend(**(known | facts))


def sick(title: str = "Old Mill Gazette", error: str | None = "timed out after 30 s") -> SickSource:
    return SickSource(source(9, title), SourceState.FAILING, AT - 72 * HOUR, error)


def digest(*stories: DigestStory, **facts: Any) -> Digest:
    known: dict[str, Any] = {
        "at": AT,
        "since": AT - 24 * HOUR,
        "stories": stories or (story(1), story(2)),
        "trends": (trend(),),
        "sick_sources": (sick(),),
        "notes": ("2 stories were muted.",),
        "id": 7,
    }
    return Digest(**(known | facts))


def hostile(text: str, url: str = "https://paper.example/") -> Digest:
    """Return a digest that says `text` wherever a feed or a model may have a say, and links to `url`."""
    return digest(
        story(
            title=text,
            summary=(Sentence(text, (101,)), Sentence(text, (101, 102))),
            links=(DigestLink(101, url, source(1, text)), DigestLink(102, url, source(2, text))),
            section=text,
        ),
        trends=(trend(text),),
        sick_sources=(sick(text, text),),
        notes=(text,),
    )

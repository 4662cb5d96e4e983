"""A digest as the documented JSON fields, which scripts rely on: stable names, times in RFC 3339 UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ainews.text.instants import rfc3339
from ainews.text.showing import web_address

if TYPE_CHECKING:
    from datetime import datetime

    from ainews.model import Sentence, Signal, SourceRef
    from ainews.model.digests import Digest, DigestLink, DigestStory, SickSource, Trend

Record = dict[str, Any]

_MOST_TITLE = 1_000


def record(digest: Digest) -> Record:
    """Return what `ainews digest --json` prints.

    Texts are as they came, safe in JSON but nowhere else; of a title a thousand letters. Links are web addresses.
    """
    return {
        "id": digest.id,
        "at": rfc3339(digest.at),
        "since": _time(digest.since),
        "stories": [_story(each) for each in digest.stories],
        "trends": [trend(each) for each in digest.trends],
        "sick_sources": [_sick_source(each) for each in digest.sick_sources],
        "notes": list(digest.notes),
        "items": digest.items,
        "sources": digest.sources,
    }


def trend(trend: Trend) -> Record:
    """Return what `ainews trends --json` prints of each trend."""
    return {
        "key": trend.key,
        "name": trend.name,
        "kind": trend.kind.value,
        "count": trend.count,
        "usual": trend.usual,
        "score": trend.score,
        "sources": trend.sources,
        "since": rfc3339(trend.since),
        "series": list(trend.series),
        "story_ids": list(trend.story_ids),
    }


def _story(story: DigestStory) -> Record:
    return {
        "rank": story.rank,
        "story_id": story.story_id,
        "title": story.title[:_MOST_TITLE],
        "score": story.score,
        "why": [_signal(each) for each in story.why],
        "summary": [_sentence(each) for each in story.summary],
        "links": [_link(each) for each in story.links],
        "section": story.section,
        "developing": story.developing,
        "method": story.method,
        "revision": story.revision,
        "size": story.size,
        "sources": story.sources,
        "first_at": rfc3339(story.first_at),
        "last_at": rfc3339(story.last_at),
    }


def _signal(signal: Signal) -> Record:
    return {
        "name": signal.name,
        "value": signal.value,
        "weight": signal.weight,
        "contribution": round(signal.contribution, 9),  # 0.464, not 0.46399999999999997
    }


def _sentence(sentence: Sentence) -> Record:
    return {"text": sentence.text, "item_ids": list(sentence.item_ids)}


def _link(link: DigestLink) -> Record:
    return {"item_id": link.item_id, "url": web_address(link.url), "source": _source(link.source)}


def _sick_source(sick: SickSource) -> Record:
    return {
        "source": _source(sick.source),
        "state": sick.state.value,
        "since": _time(sick.since),
        "error": sick.error,
    }


def _source(source: SourceRef) -> Record:
    return {"id": source.id, "title": source.title, "url": source.url}


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)

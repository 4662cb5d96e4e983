"""The documented JSON fields of what commands print: stable names, times in RFC 3339 UTC. Prints nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ainews.text.instants import rfc3339

if TYPE_CHECKING:
    from datetime import datetime

    from ainews.model import (
        Assigned,
        Failure,
        IngestReport,
        Item,
        ItemBody,
        Signal,
        Source,
        SourceRef,
        Story,
        Subscription,
        Version,
    )
    from ainews.model.digests import Interest, SavedDigest, Trend
    from ainews.pipeline.ranking import Standing
    from ainews.pipeline.tastes import Effect

Record = dict[str, Any]


def line(record: Mapping[str, Any]) -> str:
    """Return a record as one line of JSON."""
    import json

    return json.dumps(record, ensure_ascii=False)


def time(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)


def item(item: Item) -> Record:
    return {
        "id": item.id,
        "source": source_ref(item.source),
        "title": item.title,
        "url": item.url,
        "author": item.author,
        "published_at": time(item.published_at),
        "arrived_at": time(item.arrived_at),
        "story_id": item.story_id,
        "summary": item.summary,
        "read": item.read,
        "starred": item.starred,
    }


def found(item_found: Item, snippet: str) -> Record:
    """An item that a search found; `snippet` without the marks of its hits."""
    return item(item_found) | {"score": item_found.score, "snippet": snippet}


def whole_item(item_shown: Item, body: ItemBody, versions: list[Version] | None = None) -> Record:
    """An item with its text, and with its earlier versions when they were asked for."""
    record = item(item_shown) | {
        "html": body.html,
        "categories": list(body.categories),
        "enclosures": [{"url": each.url, "type": each.type, "length": each.length} for each in body.enclosures],
        "language": body.language,
        "updated_at": time(body.updated_at),
    }
    if versions is None:
        return record | {"versions": body.versions}
    return record | {"versions": [version(each) for each in versions]}


def version(version: Version) -> Record:
    return {
        "number": version.number,
        "replaced_at": time(version.seen_at),
        "title": version.title,
        "html": version.html,
    }


def story(story: Story) -> Record:
    """A story; `score` is None where stories are not ranked, `unread` counts its items that are."""
    return {
        "id": story.id,
        "title": story.title,
        "size": story.size,
        "sources": story.sources,
        "first_at": time(story.first_at),
        "last_at": time(story.last_at),
        "score": story.score,
        "unread": story.unread,
        "items": [
            {"id": each.id, "title": each.title, "url": each.url, "source": source_ref(each.source)}
            for each in story.items
        ],
    }


def why(item_id: int, place: Assigned | None, standing: Standing | None) -> Record:
    """An item's place in its story, and that story's in the ranking; each time contributions add up to the score."""
    return {
        "id": item_id,
        "story_id": place.story_id if place else None,
        "closest": place.closest if place else None,
        "score": round(place.score, 9) if place else None,
        "signals": [signal(each) for each in (place.signals if place else ())],
        "rank": None if standing is None else rank(standing),
    }


def rank(standing: Standing) -> Record:
    """How a story ranks now, the rules that concern it, by id, and where it stands in a digest of the last day."""
    ranked = standing.ranked
    return {
        "story_id": ranked.story.id,
        "score": ranked.score,
        "parts": [signal(each) for each in ranked.parts],
        "learned": [interest(each) for each in ranked.learned],
        "muted_by": ranked.muted_by.id if ranked.muted_by else None,
        "kept_by": ranked.kept_by.id if ranked.kept_by else None,
        "digest": {"place": standing.place or None, "left_out": standing.reason},
    }


def signal(signal: Signal) -> Record:
    return {
        "name": signal.name,
        "value": signal.value,
        "weight": signal.weight,
        "contribution": round(signal.contribution, 9),  # 0.464, not 0.46399999999999997
    }


def interest(interest: Interest) -> Record:
    """An interest; one that was learned from `opened` of the `seen` items that had it."""
    return {
        "kind": interest.kind.value,
        "name": interest.name,
        "title": interest.title,
        "weight": interest.weight,
        "learned": interest.learned,
        "opened": interest.opened,
        "seen": interest.seen,
    }


def rule(effect: Effect) -> Record:
    """A rule, and how many items it met and stories it muted or kept in a period."""
    return {
        "id": effect.rule.id,
        "kind": effect.rule.kind.value,
        "in": effect.rule.field.value,
        "pattern": effect.rule.pattern,
        "title": effect.pattern,
        "created_at": time(effect.rule.created_at),
        "items": effect.items,
        "stories": len(effect.stories),
    }


def rule_trial(effect: Effect) -> Record:
    """What a rule that is not stored would do; `partly`: stories that other items tell as well."""
    return {
        "kind": effect.rule.kind.value,
        "in": effect.rule.field.value,
        "pattern": effect.rule.pattern,
        "items": effect.items,
        "stories": [{"id": each.id, "title": each.title} for each in effect.stories],
        "partly": [{"id": each.id, "title": each.title} for each in effect.partly],
    }


def saved_digest(digest: SavedDigest) -> Record:
    """A digest that was made; `sent` names the ways it has left."""
    return {
        "id": digest.id,
        "at": time(digest.at),
        "since": time(digest.since),
        "stories": digest.stories,
        "made_at": time(digest.made_at),
        "sent": list(digest.sent),
    }


def trend(trend: Trend) -> Record:
    """Something that rises; a digest tells its trends by the same fields."""
    from ainews.formats import trend as record

    return record(trend)


def source_ref(ref: SourceRef) -> Record:
    return {"id": ref.id, "title": ref.title, "url": ref.url}


def subscription(subscription: Subscription) -> Record:
    return source(subscription.source, subscription.title, subscription.folder)


def source(source: Source, title: str, folder: str | None) -> Record:
    return {
        "id": source.id,
        "url": source.url,
        "title": title,
        "kind": source.kind.value,
        "folder": folder,
        "items": source.item_count,
        "state": source.state.value,
        "last_ok": time(source.health.last_ok),
        "next_due": time(source.next_due),
        "error": source.health.error,
    }


def failure(failure: Failure) -> Record:
    return {
        "source": source_ref(failure.source),
        "kind": failure.kind.value,
        "message": failure.message,
        "next_try": time(failure.next_try),
    }


def report(report: IngestReport) -> Record:
    return {
        "sources": {
            "polled": report.polled,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "failed": report.failed,
            "skipped": report.skipped,
        },
        "items": {"new": report.items_new, "changed": report.items_changed, "seen": report.items_seen},
        "stories": {"new": report.stories_new, "grown": report.stories_grown},
        "failures": [failure(each) for each in report.failures],
        "seconds": report.seconds,
    }

"""What a reader cares for, what they did with items, and the items to be ranked by it; ranks and learns nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ainews.errors import Conflict, NotFound
from ainews.model import OWNER_ID, SourceRef
from ainews.model.digests import Candidate, Interest, InterestKind, Rule, RuleField, RuleKind, Seen
from ainews.store.digests import window_ms
from ainews.store.engine import Engine, Name, Row
from ainews.store.positions import PLACES, position_of
from ainews.store.rows import item_of
from ainews.text.instants import from_ms, to_ms
from ainews.text.matching import head
from ainews.text.showing import clean

_HTML_CHARS = 2_000  # the sixty words that are looked at stand there, whatever the markup
_DAYS = timedelta(days=90)
_MOST_OPENED, _MOST_PASSED = 800, 1_200
_NEAR = 3

_CANDIDATES = ("list.columns", "rank.columns", "rank.from_candidates", "list.joins", "rank.chosen")
_OF_STORY = ("list.columns", "rank.columns", "rank.from_story", "list.joins", "rank.chosen")
_OPENED = ("history.columns", "history.opened", "history.joins")
_PASSED = (
    ("history.columns", "history.passed_in_lists", "history.joins"),
    ("history.columns", "history.passed_in_digests", "history.joins"),
)


class Tastes:
    """One reader's side of a ranking; the owner's, where no user is named."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def candidates(
        self, since: datetime | None, at: datetime, user_id: int = OWNER_ID, *, most: int = 0
    ) -> list[Candidate]:
        """Return what was dated after `since` and up to `at`, and what its stories had before, oldest first.

        most  only so many of the newest items of that time are looked at; 0 means all, at some 6 KB each
        """
        first, before = 0 if since is None else _after(since), _after(at)
        beyond = self._engine.row("list.window", before=before, places=most) if most else None
        if beyond is not None:
            first = max(first, beyond["position"] + 1)
        return self._candidates(_CANDIDATES, first=first, before=before, user_id=user_id)

    def candidates_of(self, story_id: int, at: datetime, user_id: int = OWNER_ID) -> list[Candidate]:
        """Return a story's items dated up to `at`, oldest first; an item without a story bears one of its own."""
        return self._candidates(_OF_STORY, story_id=story_id, before=_after(at), user_id=user_id)

    def shown(
        self,
        item_ids: Sequence[int],
        until: datetime,
        user_id: int = OWNER_ID,
        *,
        remade: tuple[datetime | None, datetime] | None = None,
    ) -> set[int]:
        """Return which of these items the digests up to then showed.

        remade  window of a digest; where it was made before, only those made before it count
        """
        since_ms, at_ms = (window_ms(remade[0]), to_ms(remade[1])) if remade else (-1, -1)
        rows = self._engine.rows(
            "rank.shown",
            ids=list(item_ids),
            until_ms=to_ms(until),
            user_id=user_id,
            since_ms=since_ms,
            at_ms=at_ms,
        )
        return {row["item_id"] for row in rows}

    def history(self, at: datetime, user_id: int = OWNER_ID) -> list[Seen]:
        """Return what a reader had before them in the 90 days before, in one order: what they opened, and what not.

        An item counts as passed over where one of its digest was opened but none of its own story, or where it
        stood just above an opened one in a list and was there by then: people read from the top (Joachims and
        others, 2005, "skip above"). To mark everything read says nothing.
        """
        span = {
            "since_ms": to_ms(at - _DAYS),
            "until_ms": to_ms(at),
            "first": _after(at - _DAYS),
            "before": _after(at),
            "user_id": user_id,
        }
        opened = self._engine.rows(_OPENED, limit=_MOST_OPENED, **span)
        in_lists = self._engine.rows(_PASSED[0], limit=_MOST_PASSED, near=_NEAR, **span)
        in_digests = self._engine.rows(_PASSED[1], limit=_MOST_PASSED, **span)
        stories = {_story_id(row) for row in opened}
        passed = {row["id"]: row for row in (*in_digests, *in_lists) if _story_id(row) not in stories}
        newest = [passed[item_id] for item_id in sorted(passed, reverse=True)[:_MOST_PASSED]]
        return [_seen_of(row, opened=True) for row in opened] + [_seen_of(row, opened=False) for row in newest]

    def interests(self, user_id: int = OWNER_ID) -> list[Interest]:
        """Return what a reader asked for by hand."""
        return [_interest_of(row) for row in self._engine.rows("interest.list", user_id=user_id)]

    def set_interest(self, interest: Interest, user_id: int = OWNER_ID) -> None:
        """Remember an interest; a later weight replaces an earlier one."""
        with self._engine.write() as session:
            session.run(
                "interest.set",
                user_id=user_id,
                kind=interest.kind.value,
                interest=interest.name,
                weight=interest.weight,
            )

    def forget_interest(self, kind: InterestKind, name: str, user_id: int = OWNER_ID) -> bool:
        """Forget an interest; returns whether there was one."""
        with self._engine.write() as session:
            return bool(session.run("interest.forget", user_id=user_id, kind=kind.value, interest=name))

    def rules(self, user_id: int = OWNER_ID) -> list[Rule]:
        """Return a reader's rules, the oldest first."""
        return [_rule_of(row) for row in self._engine.rows("rule.list", user_id=user_id)]

    def add_rule(self, kind: RuleKind, field: RuleField, pattern: str, now: datetime, user_id: int = OWNER_ID) -> Rule:
        """Remember a rule; raises Conflict where there is the same one."""
        values = {"kind": kind.value, "field": field.value, "pattern": pattern, "created_ms": to_ms(now)}
        with self._engine.write() as session:
            row = session.row("rule.add", user_id=user_id, **values)
        if row is None:
            raise Conflict(f"there is such a rule already: {kind.value} '{clean(pattern)}' in {field.value}")
        return Rule(row["id"], kind, field, pattern, from_ms(to_ms(now)))

    def remove_rule(self, rule_id: int, user_id: int = OWNER_ID) -> None:
        """Forget a rule; raises NotFound."""
        with self._engine.write() as session:
            if not session.run("rule.remove", user_id=user_id, id=rule_id):
                raise NotFound(f"there is no rule {rule_id}: `ainews rule list` shows them")

    def _candidates(self, name: Name, **parameters: object) -> list[Candidate]:
        return [_candidate_of(row) for row in self._engine.rows(name, html_chars=_HTML_CHARS + 1, **parameters)]


def _after(moment: datetime) -> int:
    """Return the first position of the second after a moment's."""
    return position_of(to_ms(moment) + 1000)


def _story_id(row: Row) -> int:
    """Return an item's story; its own id where it has none."""
    return int(row["id"] if row["story_id"] is None else row["story_id"])


def _tags_of(row: Row) -> tuple[str, ...]:
    categories = row["categories"].split("\n") if row["categories"] else []
    return tuple(dict.fromkeys([row["folder"], *categories] if row["folder"] else categories))


def _candidate_of(row: Row) -> Candidate:
    item = item_of(row)
    return Candidate(
        item=item,
        at_s=row["position"] // PLACES,
        topic_id=item.id if row["topic_id"] is None else row["topic_id"],
        revision=row["revision"] or 0,
        tags=_tags_of(row),
        html=head(row["html"], _HTML_CHARS),
    )


def _seen_of(row: Row, *, opened: bool) -> Seen:
    return Seen(
        item_id=row["id"],
        story_id=row["story_id"],
        source=SourceRef(row["source_id"], row["source_title"], row["source_url"]),
        title=row["title"],
        tags=_tags_of(row),
        opened=opened,
        starred=bool(row["is_starred"]),
    )


def _interest_of(row: Row) -> Interest:
    kind = InterestKind(row["kind"])
    title = row["name"] if kind is not InterestKind.SOURCE else row["source_title"] or f"source {row['name']} (removed)"
    return Interest(kind, row["name"], row["weight"], title)


def _rule_of(row: Row) -> Rule:
    kind, field = RuleKind(row["kind"]), RuleField(row["field"])
    return Rule(row["id"], kind, field, row["pattern"], from_ms(row["created_ms"]))

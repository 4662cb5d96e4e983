"""What a reader says of their tastes, understood and checked, and what a rule would do; ranks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ainews.errors import NotFound, UsageError
from ainews.model import OWNER_ID, Story
from ainews.model.digests import Interest, InterestKind, Rule, RuleField, RuleKind
from ainews.store import Store
from ainews.stories import interests, rules
from ainews.stories.tellings import Telling, by_story, story_of
from ainews.text.instants import to_ms


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule does to the stories of a period, other rules left aside.

    pattern  as people read it: a source by its title
    items    that it meets
    stories  that it mutes or keeps
    partly   that a mute rule leaves alone, since other items tell them as well
    """

    rule: Rule
    pattern: str
    items: int
    stories: tuple[Story, ...]
    partly: tuple[Story, ...] = ()


def interest(store: Store, text: str, weight: float = 0.0) -> Interest:
    """Understand `TERM`, `tag:NAME` or `source:REF`; raises UsageError, and NotFound for a source that is not there."""
    kind, colon, name = text.strip().partition(":")
    name = name.strip()
    if colon and kind.casefold() in ("tag", "source") and not name:
        raise UsageError(f"{text!r} names no {kind.casefold()}: write it after the colon")
    number = interests.weight(weight)
    if colon and kind.casefold() == "tag":
        return Interest(InterestKind.TAG, name.casefold(), number, name)
    if colon and kind.casefold() == "source":
        source = store.sources.find(name)
        return Interest(InterestKind.SOURCE, str(source.id), number, source.title or source.url)
    term = interests.term(text)
    return Interest(InterestKind.TERM, term, number, term)


def forget_interest(store: Store, text: str, user_id: int = OWNER_ID) -> None:
    """Forget what was set by hand; raises NotFound where nothing was."""
    known = {(each.kind, each.name): each for each in store.tastes.interests(user_id)}
    prefix, _, number = text.partition(":")
    if prefix == "source" and (InterestKind.SOURCE, number) in known:  # it may have been removed since
        store.tastes.forget_interest(InterestKind.SOURCE, number, user_id)
        return
    named = interest(store, text)
    if not store.tastes.forget_interest(named.kind, named.name, user_id):
        raise NotFound(f"there is no interest in {named.title!r}: `ainews interests` lists what was set")


def rule(store: Store, kind: RuleKind, field: RuleField, pattern: str, now: datetime) -> Rule:
    """Understand a rule that is not stored yet; raises UsageError, and NotFound for a source that is not there."""
    pattern = pattern.strip()
    if field is RuleField.SOURCE and pattern:
        pattern = str(store.sources.find(pattern).id)
    rules.matcher(field, pattern)
    return Rule(0, kind, field, pattern, now)


def effects(
    store: Store, wanted: Sequence[Rule], *, since: datetime | None, at: datetime, user_id: int = OWNER_ID
) -> list[Effect]:
    """Return what each of these rules does to the stories reported on after `since` and up to `at`."""
    if not wanted:
        return []
    candidates = store.tastes.candidates(since, at, user_id)
    stories = by_story(candidates, None if since is None else to_ms(since) // 1000)
    titles = {str(each.source.id): each.title for each in store.sources.subscriptions(user_id)}
    return [_effect(each, stories, titles) for each in wanted]


def _effect(wanted: Rule, stories: dict[int, list[Telling]], titles: dict[str, str]) -> Effect:
    test = rules.matcher(wanted.field, wanted.pattern)
    items, whole, partly = 0, list[Story](), list[Story]()
    for story_id, tellings in reversed(stories.items()):
        met = sum(map(test, tellings))
        if met:
            items += met
            is_decided = wanted.kind is RuleKind.KEEP or met == len(tellings)
            (whole if is_decided else partly).append(story_of(story_id, tellings))
    return Effect(wanted, _shown(wanted, titles), items, tuple(whole), tuple(partly))


def _shown(wanted: Rule, titles: dict[str, str]) -> str:
    if wanted.field is not RuleField.SOURCE:
        return wanted.pattern
    return titles.get(wanted.pattern, f"source {wanted.pattern} (removed)")

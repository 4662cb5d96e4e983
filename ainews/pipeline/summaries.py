"""Summaries of stories: extracts, or what a model says where all of it is found in the items; ranks nothing.

Read the texts, make the words, save them. A model's answer is bought once: whether or not it stood the check, it is
found again by what it rests on. Where none came, the extract stands in, and the next run asks again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from ainews.model import Item, ItemText, Story
from ainews.model.digests import Caps, Estimate, Summary
from ainews.ports import Clock, Summarizer
from ainews.store import Store
from ainews.summarize.extractive import STORY_SENTENCES, extract
from ainews.text.hashing import digest

MOST_ITEMS = 12
_MOST_READ = 24  # some of them say the very same

Texts = tuple[ItemText, ...]


class SummaryEvent(NamedTuple):
    """How many of the stories that a model is asked about are done."""

    done: int
    total: int


OnEvent = Callable[[SummaryEvent], None]


def summarize(
    store: Store,
    stories: Sequence[Story],
    *,
    summarizer: Summarizer | None,
    caps: Caps | None,
    clock: Clock,
    strict: bool = False,
    in_flight: int = 4,
    on_event: OnEvent | None = None,
) -> list[Summary]:
    """Return a summary of each story, made of the items that it holds, in the given order.

    A model that fails, lies or is too dear costs a story the model's words, never its summary.

    summarizer  None: extracts only
    caps        None: the model costs nothing
    strict      an extract, too, must be found in the items by the check; one that is not has no sentences
    in_flight   calls of the model at the same time
    """
    told = texts_of(store, stories)
    made = [_extract(story, texts, clock) for story, texts in zip(stories, told, strict=True)]
    if summarizer is None:
        _keep_extracts(store, told, made)
    else:
        from ainews.pipeline.asking import Asking, Job, in_threads

        answers = _answers(store, summarizer, told)
        made = [
            _about(story, answers.get(number, each), each)
            for number, (story, each) in enumerate(zip(stories, made, strict=True))
        ]
        due = [number for number in _askable(told) if number not in answers]
        jobs = [Job(made[number], told[number], _key(told[number], summarizer)) for number in due]
        asking = Asking(store, summarizer, caps, clock)
        for done, (number, summary) in enumerate(in_threads(asking.ask, jobs, in_flight), 1):
            made[due[number]] = summary
            if on_event is not None:
                on_event(SummaryEvent(done, len(jobs)))
    return [_supported(each, texts) for each, texts in zip(made, told, strict=True)] if strict else made


def estimate(store: Store, stories: Sequence[Story], *, summarizer: Summarizer, caps: Caps) -> Estimate:
    """Return what it would cost at most to summarize these stories; asks nothing."""
    told = texts_of(store, stories)
    answers = _answers(store, summarizer, told)
    bounds = [summarizer.estimate(told[number]) for number in _askable(told) if number not in answers]
    return Estimate(
        model=summarizer.model,
        stories=len(stories),
        asked=len(bounds),
        cached=len(answers),
        tokens_in=sum(sent for sent, _ in bounds),
        tokens_out=sum(written for _, written in bounds),
        cost_micros=sum(caps.cost(*bound) for bound in bounds),
    )


def texts_of(store: Store, stories: Sequence[Story]) -> list[Texts]:
    """Return what each story's summary may rest on: a dozen texts at most, of as many sources as it has."""
    wanted = [_in_turn(story.items)[:_MOST_READ] for story in stories]
    found = store.summaries.texts([item.id for items in wanted for item in items])
    chosen = [_distinct(found[item.id] for item in items if item.id in found) for items in wanted]
    return [
        tuple(texts[item.id] for item in story.items if item.id in texts)
        for story, texts in zip(stories, chosen, strict=True)
    ]


def _in_turn(items: Sequence[Item]) -> list[Item]:
    """Return the first item of each source, then the second ones."""
    told: Counter[int] = Counter()
    turns: list[tuple[int, int]] = []
    for number, item in enumerate(items):
        turns.append((told[item.source.id], number))
        told[item.source.id] += 1
    return [items[number] for _, number in sorted(turns)]


def _distinct(texts: Iterable[ItemText]) -> dict[int, ItemText]:
    """Return the first that say something of their own, by id."""
    once: dict[str, ItemText] = {}
    for each in texts:
        once.setdefault(each.text or each.title, each)
    return {each.item_id: each for each in list(once.values())[:MOST_ITEMS]}


def _extract(story: Story, texts: Texts, clock: Clock) -> Summary:
    sentences = extract(texts, most=STORY_SENTENCES, title=story.title) if texts else ()
    return Summary(story.id, story.revision, sentences, made_at=clock())


def _keep_extracts(store: Store, told: Sequence[Texts], made: Sequence[Summary]) -> None:
    keyed = [(_key(texts), summary) for texts, summary in zip(told, made, strict=True) if texts]
    known = store.summaries.known(key for key, _ in keyed)
    store.summaries.keep([(key, summary) for key, summary in keyed if not _is_same(known.get(key), summary)])


def _is_same(known: Summary | None, summary: Summary) -> bool:
    return known is not None and replace(known, made_at=summary.made_at) == summary


def _answers(store: Store, summarizer: Summarizer, told: Sequence[Texts]) -> dict[int, Summary]:
    """Return what the model answered before, by the story's place."""
    from ainews.pipeline.asking import NO_ANSWER

    keys = {number: _key(told[number], summarizer) for number in _askable(told)}
    known = store.summaries.known(keys.values())
    return {number: known[key] for number, key in keys.items() if key in known and known[key].fallback not in NO_ANSWER}


def _askable(told: Sequence[Texts]) -> list[int]:
    """Return the places of stories that say more than their titles."""
    return [number for number, texts in enumerate(told) if any(each.text for each in texts)]


def _about(story: Story, answer: Summary, extract: Summary) -> Summary:
    """Return an answer of earlier as one about this story; what stood in for the model's words is made anew."""
    sentences = answer.sentences if answer.method == "model" else extract.sentences
    return replace(answer, story_id=story.id, revision=story.revision, sentences=sentences)


def _key(texts: Texts, summarizer: Summarizer | None = None) -> bytes:
    """Return a hash of what is told and who tells it; a title only chooses among an extract's sentences."""
    way = ("extractive",) if summarizer is None else ("model", summarizer.host, summarizer.model, summarizer.prompt)
    return digest(*way, *(part for each in texts for part in (str(each.item_id), each.title, each.text, each.url)))


def _supported(summary: Summary, texts: Texts) -> Summary:
    """Leave an extract out that the check refuses; a model's words have passed it."""
    from ainews.summarize.grounding import Grounding

    if summary.method == "model" or not any(Grounding(texts).check(summary.sentences)):
        return summary
    return replace(summary, sentences=())

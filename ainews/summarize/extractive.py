"""Summaries made of the items' own sentences: the lead of one item, the most central sentences of several; no model.

What was measured, and what other ways gave: docs/reference/summaries.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from ainews.model import ItemText, Sentence
from ainews.summarize.candidates import Candidate, candidates
from ainews.summarize.choosing import Choice, adds_news
from ainews.summarize.subject import Subject
from ainews.summarize.words import length_in_words

LEAD_SENTENCES, LEAD_WORDS = 3, 90
STORY_SENTENCES = 2

_MOST_CANDIDATES, _PER_ITEM = 60, 6


def extract(items: Sequence[ItemText], *, most: int | None = None, title: str = "") -> tuple[Sentence, ...]:
    """Return what the items say in their own words; nothing where no sentence is fit.

    items   of one story, the first to arrive first
    most    how many sentences: else three of a single item, within 90 words, and two of several items
    title   of the story; of several items, the first sentence is sought near to it
    """
    if len(items) == 1:
        return _lead(items[0], most or LEAD_SENTENCES)
    found, subject = _gathered(items), Subject(title)
    if not found:
        return ()
    likeness = {item.item_id: subject.likeness(item.title) for item in items} if subject else {}
    chosen = Choice(found, subject, likeness).take(most or STORY_SENTENCES)
    return tuple(Sentence(each.text, _bearing(each, items)) for each in chosen)


def _lead(item: ItemText, most: int) -> tuple[Sentence, ...]:
    """Return the first sentences; one that leans on a sentence before it stays only if that one stays."""
    chosen: list[Candidate] = []
    spent = 0
    for each in candidates(item, in_lead=True):
        spent += length_in_words(each.text)
        if chosen and (len(chosen) == most or spent > LEAD_WORDS):
            break
        before = chosen[-1].position if chosen else -1
        is_cut_off = each.leans and each.position > before + 1
        if not is_cut_off and (not chosen or adds_news(each.text, [other.text for other in chosen])):
            chosen.append(each)
    return tuple(Sentence(each.text, (item.item_id,)) for each in chosen)


def _gathered(items: Sequence[ItemText]) -> list[Candidate]:
    """Return the candidates of all items, each text once, the earliest sentences where there are too many."""
    found = [each for item in items for each in islice(candidates(item), _PER_ITEM)]
    found.sort(key=lambda each: each.position)
    once = {each.text: each for each in reversed(found)}
    return [each for each in found if once[each.text] is each][:_MOST_CANDIDATES]


def _bearing(candidate: Candidate, items: Sequence[ItemText]) -> tuple[int, ...]:
    """Return the item a sentence is from, then the others that say the very same."""
    others = (item.item_id for item in items if item.item_id != candidate.item_id and candidate.text in item.text)
    return (candidate.item_id, *others)

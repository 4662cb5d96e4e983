"""Which headlines of a window hold which terms, and how often earlier headlines held them; judges nothing.

Headlines that say the same in the same words are one, whoever prints them: syndicated text is one voice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

from ainews.model.digests import Mention
from ainews.stories.terms import LONGEST, Headline, Runs, Term, is_telling, own_names, read, words_of

FEWEST_PUBLISHERS = 3
_SHORTEST_PLURAL = 4


class Postings:
    """The distinct headlines of a window in order of time, and the terms that three publishers use."""

    def __init__(self, items: Iterable[Mention]) -> None:
        self.items: list[Mention] = []
        self.headlines: list[Headline] = []
        self.of_term: dict[Term, list[int]] = {}
        self._plurals: dict[str, str] = {}
        self._own: dict[tuple[str, str], set[Term]] = {}
        self._add(items)
        self.small = self._written_small()
        """Words that a headline has without a capital: mostly no names."""
        by_word = self._by_word()
        allowed = {word for word, found in by_word.items() if self._are_several(found)}
        self._fold_plurals(allowed)
        self._add_words(by_word, allowed)
        self._add_runs(Runs(by_word.keys(), allowed))

    def of_story(self) -> dict[int, list[int]]:
        """Return the headlines of each story that three publishers tell."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for place, item in enumerate(self.items):
            if item.story_id is not None:
                found[item.story_id].append(place)
        return {story_id: places for story_id, places in found.items() if self._are_several(places)}

    def publishers(self, found: Iterable[int]) -> Counter[str]:
        """Return how many of these headlines each publisher has."""
        return Counter(self.items[place].publisher for place in found)

    def counts(self, days: Sequence[Sequence[str]], terms: Iterable[Term]) -> dict[Term, list[int]]:
        """Return how often each of these terms stands in the titles of each day."""
        found = {term: [0] * len(days) for term in terms}
        starts: defaultdict[str, list[Term]] = defaultdict(list)
        for term in found:
            if len(term) > 1:
                starts[term[0]].append(term)
        wanted = {term[0] for term in found if len(term) == 1}
        wanted |= {plural for plural, word in self._plurals.items() if word in wanted}
        for day, titles in enumerate(days):
            words = words_of(list(dict.fromkeys(titles)))
            for word, times in Counter(filter(wanted.__contains__, words)).items():
                found[(self._plurals.get(word, word),)][day] += times
            for term in _runs_in(words, starts):
                found[term][day] += 1
        return found

    def _add(self, items: Iterable[Mention]) -> None:
        known: set[Term] = set()
        for item in items:
            title = read(item.title)
            if title.words and title.words not in known:
                known.add(title.words)
                self.items.append(item)
                self.headlines.append(title)

    def _written_small(self) -> set[str]:
        return {
            word
            for title in self.headlines
            if title.is_sentence
            for word, written in zip(title.words, title.parts[1::2], strict=True)
            if word == written
        }

    def _by_word(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, title in enumerate(self.headlines):
            for word in dict.fromkeys(title.words):
                found[word].append(place)
        return found

    def _are_several(self, found: Sequence[int]) -> bool:
        """Whether enough publishers stand behind these headlines."""
        if len(found) < FEWEST_PUBLISHERS:
            return False
        seen: set[str] = set()
        for place in found:
            seen.add(self.items[place].publisher)
            if len(seen) == FEWEST_PUBLISHERS:
                return True
        return False

    def _fold_plurals(self, allowed: set[str]) -> None:
        """Take plain words with and without a plural's ending as one; a name such as Williams stays itself."""
        plural = {word for word in self.small & allowed if word[-1] == "s" and len(word) > _SHORTEST_PLURAL}
        self._plurals = {word: word[:-1] for word in plural if word[:-1] in allowed}

    def _add_words(self, by_word: Mapping[str, list[int]], allowed: set[str]) -> None:
        for word in sorted(allowed - self._plurals.keys()):
            if is_telling(word):
                self._add_term((word,), by_word[word])
        for plural, word in sorted(self._plurals.items()):
            if is_telling(word):
                self._add_term((word,), sorted({*by_word[word], *by_word[plural]}))

    def _add_runs(self, runs: Runs) -> None:
        found: defaultdict[Term, list[int]] = defaultdict(list)
        for place, title in enumerate(self.headlines):
            for run in dict.fromkeys(runs.of(title)):
                found[run].append(place)
        for term, places in found.items():
            self._add_term(term, places)

    def _add_term(self, term: Term, found: list[int]) -> None:
        if self._are_several(found):
            others = [place for place in found if term not in self._own_names(self.items[place])]
            if self._are_several(others):
                self.of_term[term] = others

    def _own_names(self, item: Mention) -> set[Term]:
        """Return how a publisher may name itself in its own headlines, as in `Example News: the day in pictures`."""
        key = (item.publisher, item.source_title)
        if key not in self._own:
            self._own[key] = own_names(*key)
        return self._own[key]


def _runs_in(words: Sequence[str], starts: Mapping[str, list[Term]]) -> Iterable[Term]:
    for place in compress(range(len(words)), map(starts.__contains__, words)):
        here = tuple(words[place : place + LONGEST])
        for term in starts[words[place]]:
            if here[: len(term)] == term:
                yield term

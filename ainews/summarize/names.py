"""Names in a sentence, and whether a text names the same; capitals tell a name, so scripts without them have none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ainews.summarize.calendar import is_day
from ainews.summarize.names_known import ALIASES, NOBODY, SPELT_OUT, TITLES
from ainews.summarize.number_words import SCALES, VALUES
from ainews.text.sentence_words import OPENERS
from ainews.text.stop_words import STOP_WORDS

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’-][^\W_]+)*")
_CAPITALIZED_RUN = re.compile(r"(?:[A-Z][\w’']*)(?:[ -](?:(?:of|the|and|for|de|du|la|on|in|to) ){0,2}[A-Z][\w’']*)+")
_POSSESSIVE = re.compile(r"['’]s?$")
_ENDINGS = ("ians", "ian", "eans", "ean", "ans", "an", "ese", "ish", "is", "i", "es", "s", "ns", "n", "ers", "er")
_LEAST_STEM = 4
_REACH = 3  # words between the parts of a name that belong together


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalized words: where it stands, its words as keys, and whether it opens the sentence."""

    text: str
    start: int
    end: int
    keys: tuple[str, ...]
    opens: bool


def keys(text: str) -> list[str]:
    """Return the words in the form in which names are compared: small, without dots and possessives, hyphens parted."""
    return [key for token in _TOKEN.findall(text) for key in _keys_of(token)]


def names(sentence: str) -> list[Name]:
    """Return the names; a plain word that only opens the sentence is none."""
    found: list[Name] = []
    run: list[re.Match[str]] = []
    for match in _TOKEN.finditer(sentence):
        if run and (not _is_name_like(match[0]) or sentence[run[-1].end() : match.start()] not in (" ", "-")):
            found.append(_name(run, sentence))
            run = []
        if _is_name_like(match[0]) and not (_opens(sentence, match) and _is_plain(match[0])):
            run.append(match)
    if run:
        found.append(_name(run, sentence))
    return [name for name in found if name.keys]


class KnownNames:
    """The words of a text, asked whether they bear a name."""

    def __init__(self, text: str) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(keys(text)):
            self._places[key].append(at)
        self._plain = frozenset(token for token in _TOKEN.findall(text) if token[0].islower())
        self._acronyms = frozenset(_acronyms(text))

    def missing(self, name: Name) -> list[str]:
        """Return the parts of a name that the text does not have, under no other form either."""
        if "".join(key[0] for key in name.keys if key not in STOP_WORDS) in self._places and len(name.keys) > 2:
            return []
        return [key for key in name.keys if not self._knows(key)]

    def stand_together(self, name: Name) -> bool:
        """Whether the parts of a name stand side by side somewhere; titles may be anywhere."""
        parts = [key for key in name.keys if key not in TITLES]
        if name.opens and parts and parts[0] in self._plain:
            del parts[0]  # a word such as "Farmer", which has its capital from the place
        return all(self._are_neighbours(one, other) for one, other in pairwise(parts))

    def _knows(self, key: str) -> bool:
        return (
            key in self._places
            or any(alias in self._places for alias in ALIASES.get(key, ()))
            or key in self._acronyms
            or any(self._has_run(run.split()) for run in SPELT_OUT.get(key, ()))
            or self._has_stem(key)
        )

    def _has_stem(self, key: str) -> bool:
        """Whether the text has the word with another ending: Iran for Iranian, Clinton for Clintons."""
        stems = {key, *(key.removesuffix(ending) for ending in _ENDINGS)}
        forms = (stem + ending for stem in stems if len(stem) >= _LEAST_STEM for ending in ("", "a", "e", *_ENDINGS))
        return any(form in self._places for form in forms)

    def _has_run(self, run: list[str]) -> bool:
        return any(
            all(start + offset in self._places.get(key, ()) for offset, key in enumerate(run))
            for start in self._places.get(run[0], ())
        )

    def _are_neighbours(self, one: str, other: str) -> bool:
        firsts, seconds = self._all_places(one), self._all_places(other)
        if one == other or not firsts or not seconds:
            return True  # known in another form, which has no place of its own
        return any(at + step in seconds for at in firsts for step in range(1, _REACH + 1))

    def _all_places(self, key: str) -> set[int]:
        return {at for form in (key, *ALIASES.get(key, ())) for at in self._places.get(form, ())}


def _acronyms(text: str) -> Iterator[str]:
    """Yield the initials of every run of capitalized words, small words inside it left out or not."""
    for run in _CAPITALIZED_RUN.findall(text):
        initials = [word[0] for word in run.split()]
        capitals = [letter for letter in initials if letter.isupper()]
        for letters in (initials, capitals):
            for start in range(len(letters) - 1):
                for end in range(start + 2, min(len(letters), start + 6) + 1):
                    yield "".join(letters[start:end]).casefold()


def _name(run: list[re.Match[str]], sentence: str) -> Name:
    found = tuple(key for match in run for key in _keys_of(match[0]) if key not in SCALES and key not in VALUES)
    start, end = run[0].start(), run[-1].end()
    return Name(sentence[start:end], start, end, found, _opens(sentence, run[0]))


def _keys_of(token: str) -> list[str]:
    if token == "us":
        return []  # the pronoun, which names no country
    if "." in token:
        return [token.replace(".", "").casefold()]
    return [_POSSESSIVE.sub("", part).casefold() for part in token.split("-") if part]


def _is_name_like(token: str) -> bool:
    if is_day(token) or token.partition("'")[0].partition("’")[0] == "I":
        return False
    return token[0].isupper() or (len(token) > 2 and token[1].isupper() and token[0].islower())


def _opens(sentence: str, match: re.Match[str]) -> bool:
    """Whether the word stands where any word has a capital: first, or after a colon, a dash or a quotation mark."""
    before = sentence[: match.start()].rstrip()
    return not before or before[-1] in ".!?:;—–\"“”‘'«„(["


def _is_plain(token: str) -> bool:
    small = _POSSESSIVE.sub("", token).casefold()
    return small in STOP_WORDS or small in NOBODY or token in OPENERS

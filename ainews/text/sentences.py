"""Splits running text into sentences, in many scripts, by rules; it mends nothing and drops nothing but blanks.

A stop ends a sentence unless what stands around it says otherwise: an abbreviation or initial before it,
a small letter after it, a bracket still open. A line break ends one unless the line was merely wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ainews.text import sentence_words as known

_WRAPPED_CHARS = 60  # a shorter line that ends without a stop is a heading or a list's
_LONGEST_ASIDE = 240  # a bracket open for longer was never closed

_CLOSERS = "\"'”’»›)\\]」』）】》〉"
_OPENERS = "\"'“‘„‚«‹(\\[¿¡—–\\-"
_NATIVE = "。！？｡।॥؟۔։።။"  # stops that mean nothing else
_AFTER = rf"(?P<close>(?:[{_CLOSERS}]| (?=»)|“(?=[\s,.;:]|$))*+)(?P<blank>[ \t\u00a0\u3000\u200b]*+)(?=[^\s,;:])"
_NOT_INSIDE = rf"(?:(?<=[{_NATIVE}])|(?![a-z0-9,;:/=&_-]|\ [a-z]+[ ,.]))"  # settles nine in ten stops without a call
_CANDIDATE = re.compile(rf"(?P<stop>[.!?…{_NATIVE}](?<![.!?…{_NATIVE}]{{2}})[.!?…{_NATIVE}]*+){_NOT_INSIDE}{_AFTER}")
_GREEK_CANDIDATE = re.compile(rf"(?P<stop>[.!?…;\u037e](?<![.!?…;]{{2}})[.!?…;]*+){_NOT_INSIDE}{_AFTER}")
_GREEK = re.compile("[α-ω][;\u037e]")
_BULLET = re.compile(r"(?<=\S)[ \t]+(?=[•▪●◦‣] )")
_LAST_WORD = re.compile(r"[^\s\"'“”‘’„«»()\[\]—–/-][^\s\"“”‘„«»()\[\]—–/-]*$")
_NEXT_WORD = re.compile(rf"[{_OPENERS}\s]*([^\W_][\w’'.]*)")
_ABBREVIATED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_CONSONANTS = re.compile(r"[A-Z]?[bcdfghjklmnpqrstvwxz]{2,4}")
_ASIDE = re.compile(r"[「『（【《〈]|[」』）】》〉]")
_QUOTED_ON = re.compile(
    r"[とってはがをにもでのなか、，,]|(?:他|她|它|我|我们|他们)?(?:说|表示|称|问|道)|[^。]{1,9}[はが][^。]{0,9}(?:答え|言|述べ|語|話)"
)
_ASKED = re.compile(r"(?:(?:[A-Z][\w’'-]*\.? ){1,3})(?:said|says|asked|asks|wrote|cried|shouted|replied|added|told)\b")
_GLUED = re.compile(r"[A-Z](?:[a-z]*|[A-Z]+)(?=[\s,!?:’'-]|$)|[А-ЯЁ][а-яё]*|[Α-ΫΆ-Ώ][α-ώ]*|[ÀÂÄÇÈÉÊÎÔÖÙÛÜ][^\W\d_A-Z]*")
_LETTERED = re.compile(r"\((?:[a-z]|[ivx]{2,4})\) ")
_ENUMERATOR = re.compile(r"\s*\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})")


def sentences(text: str) -> list[str]:
    """Return the sentences in order, without the blanks around them."""
    found: list[str] = []
    for line in _lines(text):
        start = 0
        for match in _candidates(line):
            end = _boundary(line, start, match)
            if end > start:
                found.append(line[start:end].strip())
                start = end
        if rest := line[start:].strip():
            found.append(rest)
    return found


def _lines(text: str) -> list[str]:
    """Return the lines; one that goes on in small letters after a long one was only wrapped, and joins it."""
    if "•" in text or not text.isascii():
        text = _BULLET.sub("\n", text)
    lines = text.split("\n")
    if len(lines) == 1:
        return lines
    joined = [lines[0]]
    for line in lines[1:]:
        if len(joined[-1]) >= _WRAPPED_CHARS and line[:1].islower() and joined[-1].rstrip()[-1:] not in ".!?…:;":
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined


def _candidates(line: str) -> Iterator[re.Match[str]]:
    is_greek = not line.isascii() and _GREEK.search(line) is not None
    return (_GREEK_CANDIDATE if is_greek else _CANDIDATE).finditer(line)


def _boundary(line: str, start: int, match: re.Match[str]) -> int:
    """Return where the sentence ends that this stop may end, 0 where it does not."""
    stop, blank, after = match["stop"], match["blank"], match.end()
    if stop[0] in _NATIVE:
        return 0 if _goes_on(line, start, match) else after
    if not blank:
        return _glued_boundary(line, start, match)
    first = line[after]
    if stop[0] != ".":
        return 0 if _is_exclaimed(line, match) else after
    if _starts_small(line, after):
        return 0
    if len(stop) > 1 or match["close"]:
        return after if _NEXT_WORD.match(line, after) and not _is_elision(line, match) else 0
    return 0 if _is_abbreviation(line, start, match.start(), after, first) else after


def _goes_on(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether the sentence is inside a bracket, or its quotation is part of a larger sentence."""
    if match["close"]:
        if _QUOTED_ON.match(line, match.end()):
            return True
    elif match["stop"][0] == "…":
        return True
    depth = 0
    for mark in _ASIDE.finditer(line, max(start, match.start() - _LONGEST_ASIDE), match.end()):
        depth = depth + 1 if mark[0] in "「『（【《〈" else max(0, depth - 1)
    return depth > 0


def _glued_boundary(line: str, start: int, match: re.Match[str]) -> int:
    """Return the end where no blank follows the stop: "Tuesday.They", "来了!他们"."""
    at, after = match.start(), match.end()
    before, first = line[at - 1 : at], line[after]
    if not first.isalpha() or not (before.isalnum() or before in _CLOSERS or before == "%"):
        return _end_before_opener(line, match)
    if _is_unspaced(first):
        return after if _is_unspaced(before) and match["stop"] != "…" * len(match["stop"]) else 0
    if first.lower() == first.upper():
        return after if before.isalpha() and len(_last_word(line, start, at)) > 2 else 0
    word = _GLUED.match(line, after)
    last = _last_word(line, start, at)
    if word is None or _is_letter(last) or word[0] in known.SUFFIXES or last in known.EXCLAIMED:
        return 0
    if match["close"] or word[0] in known.OPENERS:
        return after
    return 0 if before.isupper() or _is_address(last) or _is_known_short(last) else after


def _end_before_opener(line: str, match: re.Match[str]) -> int:
    """Return the end where a quotation opens right after the stop."""
    is_opened = line[match.end()] in "“«„¿¡「『" and line[match.start() - 1].isalnum()
    return match.end() if is_opened and not match["close"] else 0


def _starts_small(line: str, at: int) -> bool:
    """Whether what follows goes on in small letters; names such as iPhone do not count."""
    word = _NEXT_WORD.match(line, at)
    if word is None:
        return True
    return word[1][0].islower() and not word[1][1:2].isupper() and _LETTERED.match(line, at) is None


def _is_exclaimed(line: str, match: re.Match[str]) -> bool:
    """Whether an exclamation or question is part of a larger sentence: "Why?" Ms. Voss asked; Yahoo! said."""
    after = match.end()
    if _starts_small(line, after) or _last_word(line, 0, match.start()) in known.EXCLAIMED:
        return True
    return bool(match["close"]) and _ASKED.match(line, after) is not None


def _is_elision(line: str, match: re.Match[str]) -> bool:
    """Whether dots stand for words left out within a sentence: "Well ... I do not know"."""
    if not match["stop"].startswith(".."):
        return False
    word = _NEXT_WORD.match(line, match.end())
    return word is not None and word[1].split("'")[0].split("’")[0] == "I"


def _is_abbreviation(line: str, start: int, at: int, after: int, first: str) -> bool:
    """Whether the dot belongs to the word before it and the sentence goes on."""
    last = _last_word(line, start, at)
    word = _NEXT_WORD.match(line, after)
    following = word[1] if word else ""
    if last.isdigit():
        return _is_ordinal(line, start, at - len(last), last, following)
    if _is_listed(last, known.TITLES) or _is_listed(last, known.NEVER_LAST):
        return True
    if first.isdigit() and (len(last) == 1 or _is_listed(last, known.BEFORE_NUMBER)):
        return True
    if _is_letter(last):
        return not _opens(following)
    if last.lower() in known.MOMENTS:
        return following in known.AFTER_MOMENT
    if last in known.LAST_TOO:
        return first in "(["
    if _is_known_short(last):
        return not _opens(following) or first in "(—–-"
    return False


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and not _is_unspaced(word)


def _is_listed(word: str, words: frozenset[str]) -> bool:
    """Whether it is in the list, where a capital is only matched by a capital: Sun. is short, sun is a word."""
    return word in words or word.lower() in words


def _is_known_short(last: str) -> bool:
    return (
        _is_listed(last, known.ABBREVIATIONS)
        or _ABBREVIATED.fullmatch(last) is not None
        or (_CONSONANTS.fullmatch(last) is not None and last.lower() not in known.UNITS)
    )


def _is_ordinal(line: str, start: int, at: int, number: str, following: str) -> bool:
    """Whether the dot makes an ordinal, as in "3. Oktober", or numbers a list."""
    if len(number) > 2:
        return False
    if _ENUMERATOR.fullmatch(line, start, at + len(number)):
        return True
    if following.lower() in known.MONTHS:
        return True
    previous = _last_word(line, start, at - 1).lower()
    return previous in known.BEFORE_ORDINAL


def _opens(word: str) -> bool:
    """Whether the word often opens a sentence and seldom follows an abbreviation."""
    return word.partition("'")[0].partition("’")[0] in known.OPENERS


def _is_address(word: str) -> bool:
    return "." in word or "@" in word or "_" in word or ":" in word


def _last_word(line: str, start: int, at: int) -> str:
    """Return the word that ends at a place, dots inside it included."""
    match = _LAST_WORD.search(line[max(start, at - 24) : at])
    if match is None:
        return ""
    head, _, tail = match[0].rpartition("'")
    return tail if len(head) == 1 and len(tail) > 1 else match[0]


@cache
def _is_unspaced(letter: str) -> bool:
    """Whether the letter is of a script that is written without blanks."""
    return "\u3040" <= letter <= "\u9fff" or "\uf900" <= letter <= "\uffdc" or letter >= "\U00020000"

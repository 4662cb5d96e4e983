"""The words of a text by which sentences are compared; no weights, no rules about sentences."""

from __future__ import annotations

import re

from ainews.text.stem import stem

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_WORD_CHARS = 12  # of a word that carries meaning, with the small ones beside it
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is parted by blanks."""
    return frozenset(text.split())


STOP_WORDS = word_set(
    """a about above after again against all along also although am amid among an and any are around as at away back be
    became because been before being below between both but by came can could did do does doing down during each either
    else even ever every few for from further get gets getting go goes going got had has have having he her here hers
    him his how however i if in into is isn it its itself just like made make many may me might more most much must my
    near no nor not now of off on once one only onto or other our ours out over own per put said same say saying says
    she should since so some still such take than that the their them then there these they this those though through
    thus to too toward towards under until up upon us very via was we well went were what when where whether which while
    who whom whose why will with within without would yet you your mr mrs ms dr according told new
    der die das den dem des ein eine einen einem einer eines und oder aber auch auf aus bei bis durch für gegen hat
    haben ich ihm ihn ihr im ist kann mehr mit nach nicht noch nur ob ohne sein sich sie sind so über um und uns von vor
    war was wenn werden wie wir wird wurde zu zum zur als am an dass er es habe
    le la les un une du de et ou où mais que qui quoi dans en sur pour par pas plus avec ce cet cette ces son sa ses
    leur leurs il elle ils elles nous vous est sont été a ont aux au se ne comme après avant selon
    el los las uno una unos unas y o pero que en de del con por para como más su sus se lo al es son fue ha han no sin
    sobre entre desde hasta cuando también
    и в во на не что он она они оно это как к ко по из за от до для с со о об но а же бы у был была было были его её их
    который которая которые также при"""
)


def words(text: str) -> list[str]:
    """Return the words in small letters; where none are parted by blanks, each pair of characters."""
    found: list[str] = []
    for word in _WORD.findall(text.lower()):
        if word.isascii() or _UNSPACED.search(word) is None:
            found.append(_without_possessive(word))
        else:
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
    return found


def content_words(text: str) -> list[str]:
    """Return the stems of the words that carry meaning."""
    return [stem(word) if word.isascii() else word for word in words(text) if word not in STOP_WORDS and len(word) > 1]


def near(text: str, start: int, end: int, reach: int) -> set[str]:
    """Return the terms around a place, at most so many on each side."""
    span = _WORD_CHARS * (reach + 1)
    before, after = content_words(text[max(0, start - span) : start]), content_words(text[end : end + span])
    return {*before[-reach:], *after[:reach]}


def length_in_words(text: str) -> int:
    """Return how long it reads: characters of scripts without blanks count as half a word."""
    if text.isascii():
        return text.count(" ") + 1
    return text.count(" ") + 1 + len(_UNSPACED.findall(text)) // 2


def _without_possessive(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word

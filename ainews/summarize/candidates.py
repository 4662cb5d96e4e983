"""Which sentences of an item may stand in a summary, and how they are cleaned of datelines; nothing is ranked here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from ainews.model import ItemText
from ainews.summarize.links import plain
from ainews.summarize.orders import is_addressed, is_order_to_a_model, is_order_to_people
from ainews.summarize.wording import is_balanced, is_finished
from ainews.summarize.words import length_in_words, words
from ainews.text.sentences import sentences

_HEAD_CHARS = 2_500  # what matters of a news item is said by then
_WORDS_ALONE, _WORDS_IN_LEAD = (5, 38), (5, 50)
_WORDS_TO_OPEN = 10
_MOST_CAPITALS, _MOST_CAPITALIZED = 0.4, 0.7

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_STAMP = (
    rf"(?:(?:{_DAY},?\s)?(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s(?:19|20)\d\d)?|\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d\d){{1,2}}"
    r"|\d{4}-\d\d-\d\d)"
)
_PLACE = r"[A-Z][\w.'’-]*(?:[\s/][A-Z][\w.'’-]*){0,3}(?:,\s[A-Z][\w.]*(?:\s[A-Z][\w.]*)?){0,2}"
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:,\s{_STAMP})?\s*(?:\([\w .,/-]{{2,40}}\)|/[A-Z ]{{2,20}}/)?\s*(?:--|[—–]|-(?=\s)|:(?=\s—))\s*"
    rf"|{_PLACE},?\s*{_STAMP}\s*(?:\([\w .,/-]{{2,40}}\)\s*)?(?:--|[—–:]|-(?=\s))\s*"
    r"|\((?:[A-Z][\w.&-]*)(?:[\s/][A-Z][\w.&-]*){0,3}\)\s*(?:--|[—–:]|-(?=\s))\s*"
    r"|[A-Z]{2}[A-Z .,'-]{2,40}:\s+"
    rf"|{_STAMP}\s*(?:[—–:|,]|--?)\s+"
    r"|(?:UPDATE|UPDATED|BREAKING|EXCLUSIVE|Update|Updated|Breaking|Exclusive)(?:\s\d+)?\s*[:|—–-]\s*)"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|do|does|did|said|says|say|won|lost|"
    r"made|took|got|came|went|gave|held|left|led|met|put|set|cut|hit|ran|rose|fell|grew|sold|told|found|kept|began|became|brought|"
    r"bought|built|died|sent|shot|struck|broke|drew|paid|wants?|plans?|aims?|seeks?|faces?|makes?|takes?|shows?|finds?|gives?|"
    r"\w{2,}ed|\w{3,}ing|[a-z]{3,}(?:ts|ns|rs|ls|ds|es|ks|ps|ms|ws|ys))\b"
)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|for|on|at|with|by|from)\b", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"\b(?:posted|published|updated|last modified|filed under|reporting by|editing by|written by|"
    r"getty images|file photo|all rights reserved|copyright|read more|"
    r"continue reading|click here|sign up|subscribe|newsletter|cookies?|advertisement|appeared first on|"
    r"view comments|comments? \(|share this|scroll down|terms of (?:use|service)|privacy policy|"
    r"for more information|find out more|follow us|javascript)\b"
    r"|\b(?:photo(?:graph)?s?|image|caption)(?: by| credit)?:"
    r"|©|\(c\)|[@|]|https?:|www\.|\[(?:\+\d+|…|\.\.\.)|\u2026\s*\[",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"[\"“‘'«„]?(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Him|There|Here|But|And|Or|So|Yet|Also|Then|However|"
    r"Meanwhile|Moreover|Furthermore|Additionally|Still|Instead|Nevertheless|Earlier|Later|Both|Another|Others?|Such|Well|"
    r"Now|Not|Yes|No|Because|Besides|Maybe|Perhaps|Otherwise|Rumou?red|Asked|Speaking|Pictured|Above|Below|Like|Either|Neither|"
    r"I|We|You|My|Our|Your|Er|Sie|Es|Dies\w*|Doch|Aber|Und|Il|Elle|Ils|Elles|Ce|Cette|Ces|Mais|Pero|Esto|Este|Esta|Él|Ella|"
    r"Он|Она|Оно|Они|Это|Этот|Но|И)\b"
)
_QUOTED = re.compile(r"[\"“„«][^\"”“»]*[\"”“»]")
_CHATTY = re.compile(
    r"[?!]\W*$|\b(?:I|I['’]m|we|we['’](?:re|ve|ll)|our|you|you['’](?:re|ve|ll)|your|my|me|let['’]s|here['’]s|guess|folks|yeah|lol)\b"
)
_WORD = re.compile(r"[^\W\d_][^\s]*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may stand in a summary.

    position  how many whole sentences of its item come before it
    opens     it is the first that may be used of its item
    leans     it needs what came before ("He", "But"), is short, or talks to the reader
    """

    text: str
    item_id: int
    position: int
    opens: bool
    leans: bool


def candidates(item: ItemText, *, in_lead: bool = False) -> Iterator[Candidate]:
    """Yield the sentences of an item that are whole and not its title again; within a lead they may be longer."""
    title, bounds = words(item.title), _WORDS_IN_LEAD if in_lead else _WORDS_ALONE
    opens = True
    for position, sentence in enumerate(filter(is_finished, takewhile(_is_for_people, _head(item.text)))):
        text = without_dateline(sentence)
        if is_fit(text, bounds) and words(text) != title:
            yield Candidate(text, item.item_id, position, opens, _leans(text))
            opens = False


def is_fit(sentence: str, bounds: tuple[int, int] = _WORDS_ALONE) -> bool:
    """Whether a whole sentence has a readable length, and is no boilerplate, shout or order."""
    return (
        bounds[0] <= length_in_words(sentence) <= bounds[1]
        and is_balanced(sentence)
        and not sentence[0].islower()
        and sum(map(str.isupper, sentence)) < _MOST_CAPITALS * len(sentence)
        and _BOILERPLATE.search(sentence) is None
        and not _is_headline(sentence)
        and not is_order_to_people(sentence)
        and not is_addressed(sentence)
    )


def _is_for_people(sentence: str) -> bool:
    return not is_order_to_a_model(sentence if sentence.isascii() else plain(sentence))


def _leans(sentence: str) -> bool:
    if length_in_words(sentence) < _WORDS_TO_OPEN or _DANGLING.match(sentence):
        return True
    return _CHATTY.search(_QUOTED.sub("", sentence)) is not None


def _is_headline(sentence: str) -> bool:
    """Whether nearly every word has a capital, as English headlines do."""
    found = _WORD.findall(sentence)
    return len(found) > 4 and sum(word[0].isupper() for word in found) > _MOST_CAPITALIZED * len(found)


def without_dateline(sentence: str) -> str:
    """Take a dateline or date stamp off, only where what remains can stand alone."""
    match = _DATELINE.match(sentence)
    if match is None:
        return sentence
    rest = sentence[match.end() :]
    return rest if _stands_alone(rest) else sentence


def _stands_alone(text: str) -> bool:
    if not text or not (text[0].isupper() or text[0] in "\"“‘'$£€" or text[0].isdigit()):
        return False
    return length_in_words(text) >= _WORDS_IN_LEAD[0] and (
        _ENGLISH.search(text) is None or _VERB.search(text) is not None
    )


def _head(text: str) -> list[str]:
    """Return the first sentences; one that was cut off is left out."""
    found = sentences(text[:_HEAD_CHARS])
    return found[:-1] if len(text) > _HEAD_CHARS else found

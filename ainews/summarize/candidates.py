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
_WORDS_ALONE, _WORDS_IN_LEAD = (5, 42), (5, 50)
_WORDS_TO_OPEN = 10
_MOST_DATELINES = 2
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
    r"|(?:[A-Z][\w&]+\s){1,2}News:\s+"
    r"|(?:UPDATE|UPDATED|BREAKING|EXCLUSIVE|Update|Updated|Breaking|Exclusive)(?:\s\d+)?\s*[:|—–-]\s*)"
)
_FINITE = (
    r"is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|do|does|did|said|says|say|won|lost|"
    r"made|took|got|came|went|gave|held|left|led|met|put|set|cut|hit|ran|rose|fell|grew|sold|told|found|kept|began|became|brought|"
    r"bought|built|died|sent|shot|struck|broke|drew|paid|wants?|plans?|aims?|seeks?|faces?|makes?|takes?|shows?|finds?|gives?|"
    r"knew|spoke|flew|fought|beat|quit|threw|wrote|saw|stood|sought|taught|caught|felt|lay|sat|swept|burst|spent|spread|shut|gets?|let|"
    r"\w{2,}ed|[a-z]{3,}(?:ts|ns|rs|ls|ds|es|ks|ps|ms|ws|ys)"
)
_VERB = re.compile(rf"\b(?:{_FINITE}|\w{{3,}}ing)\b")
# What may be a verb before its object, as in "release a video", or is one in short, as in "it's" and "don't".
_MAYBE_VERB = re.compile(
    rf"\b(?:{_FINITE})\b|\b(?:I|you|we|they|he|she|it)\b|['’](?:re|ve|ll|d|m)\b|n['’]t\b|"
    r"\b(?!(?:of|to|in|for|on|at|with|by|from|and|or|but|as|than|about|into|over|after|before|between|under|through|during|like|all|both|"
    r"without|within|behind|against|across|around|near|not|inside|outside|along|plus|half|such|what)\b)"
    r"[a-z]+\s(?:a|an|the|its|their|his|her|him|them|that|more|no|up|out|off|back|down)\b"
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
    r"[\"“‘'«„]?(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Him|There|Here|But|And|Or|So|Yet|Separately|Elsewhere|Also|Then|However|"
    r"Meanwhile|Moreover|Furthermore|Additionally|Still|Instead|Nevertheless|Earlier|Later|Both|Another|Others?|Such|Well|"
    r"Now|Not|Yes|No|Because|Besides|Maybe|Perhaps|Otherwise|Rumou?red|Asked|Speaking|Pictured|Above|Below|Like|Either|Neither|"
    r"I|We|You|My|Our|Your|Er|Sie|Es|Dies\w*|Doch|Aber|Und|Il|Elle|Ils|Elles|Ce|Cette|Ces|Mais|Pero|Esto|Este|Esta|Él|Ella|"
    r"Он|Она|Оно|Они|Это|Этот|Но|И)\b"
)
_QUOTED = re.compile(r"[\"“„«][^\"”“»]*[\"”“»]")
_CHATTY = re.compile(
    r"[?!]\W*$|\b(?:I|I['’]m|we|we['’](?:re|ve|ll)|our|you|you['’](?:re|ve|ll)|your|my|me|let['’]s|here['’]s|guess|folks|yeah|lol)\b"
)
_OF_THOSE = re.compile(r"\b(?:one|some|many|most|both|all|each|none) of (?:those|these|them)\b")
_QUESTION = re.compile(r"[?？؟]\W*$")
_POINTS_ON = re.compile(
    r"(?:[^.:]{,60}:\s)?(?:Here(?:['’]s|\s(?:is|are))|The\sfollowing\s(?:is|are)|Stay\s(?:with\sus|tuned)|Find\sout)\b"
    r"|(?:Read|Watch|See)\s(?:how|what|why|when|where|live|the\sfull)\b",
    re.IGNORECASE,
)
_ENDS = ".!:”\"’' "
_ELSEWHERE = ("below", "above", "here", "to follow", "to come")
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:listed|mentioned|embedded|explained)(?:\s\w+){0,2}\s(?:below|above|here)\W*$"
    r"|\b(?:given|found|provided|described|shown|posted|shared|available)(?:\s\w+){0,2}\sbelow\W*$"
    r"|\bdetails?\b[^.:;]*\b(?:below|here|to\s(?:follow|come))\W*$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"[^,.:;]{2,80}\s(?:explains|discusses|breaks\sdown|looks\sat|weighs\sin\son)\s(?:why|how|what|whether|where|who)\b"
    r"|[^.:;]{2,120}\s(?:joins?|sits?\sdown\swith|speaks?\s(?:to|with)|talks?\sto)\s[^.]{2,60}\sto\s(?:discuss|explain|talk\sabout|react)\b"
)
_SURELY_ENGLISH = re.compile(r"\b(?:the|and|with)\b", re.IGNORECASE)
_NAMED_WHO = re.compile(
    r"(?P<before>.*?)\b(?:named|called|dubbed|nicknamed)\s(?P<name>[^,]*?)\s(?:who|which|that)\s(?P<clause>.*)"
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
        and not says_nothing(sentence)
        and not _is_headline(sentence)
        and not is_order_to_people(sentence)
        and not is_addressed(sentence)
    )


def says_nothing(sentence: str) -> bool:
    """Whether it asks, points to what is elsewhere, captions a video, or lacks a verb."""
    return (
        _QUESTION.search(sentence) is not None
        or _POINTS_ON.match(sentence) is not None
        or (sentence.rstrip(_ENDS).endswith(_ELSEWHERE) and _POINTS_ELSEWHERE.search(sentence) is not None)
        or _CAPTION.match(sentence) is not None
        or _is_fragment(sentence)
    )


def _is_fragment(sentence: str) -> bool:
    """Whether an English sentence has no verb, or none but that of "a llama named Winter who lives on a farm"."""
    if _SURELY_ENGLISH.search(sentence) is None:
        return False
    if _MAYBE_VERB.search(sentence) is None:
        return True
    named = _NAMED_WHO.match(sentence)
    return (
        named is not None
        and _MAYBE_VERB.search(named["before"]) is None
        and "," not in named["clause"]
        and len(_MAYBE_VERB.findall(named["clause"])) <= 1
    )


def _is_for_people(sentence: str) -> bool:
    return not is_order_to_a_model(sentence if sentence.isascii() else plain(sentence))


def _leans(sentence: str) -> bool:
    if length_in_words(sentence) < _WORDS_TO_OPEN or _DANGLING.match(sentence) or _OF_THOSE.search(sentence):
        return True
    return _CHATTY.search(_QUOTED.sub("", sentence)) is not None


def _is_headline(sentence: str) -> bool:
    """Whether nearly every word has a capital, as English headlines do."""
    found = _WORD.findall(sentence)
    return len(found) > 4 and sum(word[0].isupper() for word in found) > _MOST_CAPITALIZED * len(found)


def without_dateline(sentence: str) -> str:
    """Take datelines, date stamps and the names of sections off, only where what remains can stand alone."""
    for _ in range(_MOST_DATELINES):
        match = _DATELINE.match(sentence)
        if match is None or not _stands_alone(rest := sentence[match.end() :]):
            break
        sentence = rest
    return sentence


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

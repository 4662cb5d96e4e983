"""How much the grounding check catches, and what it wrongly rejects: FRANK's summaries, true ones and broken ones.

    python -m benchmarks.grounding [--show N]

From summaries of CNN and Daily Mail articles in which people found no error, sentences are taken that stay near the
article's words (`NEAR` of their pairs of words are in it); their capitals, which FRANK dropped, are given back from
the article. Each is then broken in one controlled way and checked against its article alone. What counts as caught is
a problem that the whole sentence did not have. `--show N` prints N of what was missed or wrongly rejected, in each way.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from ainews.model import ItemText
from ainews.summarize.calendar import days
from ainews.summarize.evidence import Evidence
from ainews.summarize.grounding import Fault, Problem, problems
from ainews.summarize.names import names
from ainews.summarize.numbers import figures
from ainews.summarize.wording import is_balanced, is_finished
from ainews.text.sentences import sentences
from benchmarks.corpora import frank, untokenized
from benchmarks.measure import keep, machine, table

NEAR = 0.7
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Case:
    """A sentence of a summary without errors, with what its article says, and what another one says."""

    text: str
    article: str
    other: str
    nearness: float


Breaker = Callable[[Case, random.Random], str | None]
"""Returns the sentence with one thing made wrong, None where it has no such thing."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--show", type=int, default=0, metavar="N")
    shown = options.parse_args().show
    cases = list(factual_cases())
    near = [case for case in cases if case.nearness >= NEAR]
    evidence = {case.article: Evidence([ItemText(1, "", case.article)]) for case in cases}
    rows = [
        alarms("whole sentences, near-extractive", near, evidence, shown),
        alarms("whole sentences, all without errors", cases, evidence, 0),
        *(caught(name, breaker, near, evidence, shown) for name, breaker in BREAKERS.items()),
    ]
    text = f"{machine()}\n\n" + table(["what was done", "sentences", "rejected", "as"], rows) + "\n"
    keep("grounding", {str(row[0]): row[1:] for row in rows}, text)


def factual_cases() -> Iterator[Case]:
    rows = frank()
    for number, row in enumerate(rows):
        article, other = row["article"], rows[(number + 7) % len(rows)]["article"]
        casing = casing_of(article)
        pairs = set(_pairs(article))
        seen: set[str] = set()
        for system, output in row["system_outputs"].items():
            if row["human_factuality"].get(system) != 1.0 or "UNK" in output:
                continue
            for sentence in output.split(" . "):
                text = with_capitals(untokenized(sentence.strip(" .") + " ."), casing)
                mine = _pairs(text)
                if len(mine) >= 5 and text not in seen and is_finished(text) and is_balanced(text):
                    seen.add(text)
                    yield Case(text, article, other, fmean(pair in pairs for pair in mine))


def casing_of(article: str) -> dict[str, str]:
    """Return how the article writes each word that it writes with a capital where none is needed."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences(article):
        for number, word in enumerate(_WORD.findall(sentence)):
            if number:
                forms[word.lower()][word] += 1
    return {word: counts.most_common(1)[0][0] for word, counts in forms.items()}


def with_capitals(text: str, casing: dict[str, str]) -> str:
    cased = _WORD.sub(lambda match: casing.get(match[0].lower(), match[0]), text)
    return cased[:1].upper() + cased[1:]


def foreign_number(case: Case, rng: random.Random) -> str | None:
    """Put a number of another article that this one does not have in the place of one."""
    mine = {value for figure in figures(case.article) for value in figure.readings}
    found = [figure for figure in figures(case.other) if not figure.is_vague and not mine & set(figure.readings)]
    return _with_number(case, [case.other[figure.start : figure.end] for figure in found], rng)


def swapped_number(case: Case, rng: random.Random) -> str | None:
    """Put another number of the same article in the place of one."""
    values = {figure.readings for figure in figures(case.text)}
    found = [figure for figure in figures(case.article) if not figure.is_vague and figure.readings not in values]
    return _with_number(case, [case.article[figure.start : figure.end] for figure in found], rng)


def foreign_name(case: Case, rng: random.Random) -> str | None:
    """Put a name of another article that this one does not have in the place of one."""
    mine = [name.text for name in names(case.text)]
    others = [
        name.text
        for sentence in sentences(case.other)
        for name in names(sentence)
        if not any(key in case.article.lower() for key in name.keys) and not list(days(name.text))
    ]
    return case.text.replace(rng.choice(mine), rng.choice(others), 1) if mine and others else None


def swapped_name(case: Case, rng: random.Random) -> str | None:
    """Put another name of the same article in the place of one."""
    mine = [name.text for name in names(case.text)]
    others = [
        name.text for sentence in sentences(case.article) for name in names(sentence) if name.text not in case.text
    ]
    return case.text.replace(rng.choice(mine), rng.choice(others), 1) if mine and others else None


def other_weekday(case: Case, rng: random.Random) -> str | None:
    found = [(start, end) for name, start, end in days(case.text) if name.title() in _WEEKDAYS]
    if not found:
        return None
    start, end = rng.choice(found)
    others = [day for day in _WEEKDAYS if day.lower() != case.text[start:end].lower()]
    return case.text[:start] + rng.choice(others) + case.text[end:]


def negated(case: Case, rng: random.Random) -> str | None:
    changed = re.sub(r"\b(is|are|was|were|has|have|had|will|would|can|could)\b", r"\1 not", case.text, count=1)
    return changed if changed != case.text else None


def invented_quote(case: Case, rng: random.Random) -> str | None:
    spoken = " ".join(_WORD.findall(rng.choice(sentences(case.other)))[:9])
    return f"{case.text.rstrip('.')}, saying “{spoken}.”" if spoken.count(" ") > 3 else None


def with_link(case: Case, rng: random.Random) -> str | None:
    return f"{case.text.rstrip('.')} at www.example{rng.randrange(100)}.com."


BREAKERS: dict[str, Breaker] = {
    "foreign number": foreign_number,
    "number swapped inside the article": swapped_number,
    "foreign name": foreign_name,
    "name swapped inside the article": swapped_name,
    "changed weekday": other_weekday,
    "added “not”": negated,
    "invented quote": invented_quote,
    "added link": with_link,
}


def alarms(name: str, cases: list[Case], evidence: dict[str, Evidence], shown: int) -> list[object]:
    found = [(case.text, list(problems(case.text, evidence[case.article]))) for case in cases]
    show(name, [(text, wrong) for text, wrong in found if wrong], shown)
    return _row(name, [wrong for _, wrong in found])


def caught(name: str, breaker: Breaker, cases: list[Case], evidence: dict[str, Evidence], shown: int) -> list[object]:
    rng = random.Random(7)
    found = []
    for case in cases:
        broken = breaker(case, rng)
        if broken is not None:
            before = set(problems(case.text, evidence[case.article]))
            found.append((broken, [each for each in problems(broken, evidence[case.article]) if each not in before]))
    show(name, [(text, wrong) for text, wrong in found if not wrong], shown)
    return _row(name, [wrong for _, wrong in found])


def show(name: str, found: list[tuple[str, list[Problem]]], count: int) -> None:
    for text, wrong in found[:count]:
        print(f"{name}: {text} {[(each.fault.value, each.what[:40]) for each in wrong]}")


def _row(name: str, found: list[list[Problem]]) -> list[object]:
    faults: Counter[Fault] = Counter(fault for wrong in found for fault in {each.fault for each in wrong})
    share = sum(bool(wrong) for wrong in found) / max(1, len(found))
    return [name, len(found), f"{share:.3f}", ", ".join(f"{fault} {count}" for fault, count in faults.most_common(4))]


def _with_number(case: Case, others: list[str], rng: random.Random) -> str | None:
    mine = [figure for figure in figures(case.text) if not figure.is_vague]
    if not mine or not others:
        return None
    figure = rng.choice(mine)
    return case.text[: figure.start] + rng.choice(others).strip() + case.text[figure.end :]


def _pairs(text: str) -> list[tuple[str, str]]:
    found = [word.lower() for word in re.findall(r"\w+", text)]
    return list(pairwise(found))


if __name__ == "__main__":
    main()

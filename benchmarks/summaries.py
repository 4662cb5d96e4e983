"""How good the extracts are: single articles against references, stories against the reports that were kept from them.

    python -m benchmarks.summaries [--show N]

ROUGE-1 and -2 without stemming (benchmarks/rouge.py), with the mean number of words and the standard error.
A story's summary is made of every second item; the other items are what it is compared with, one by one.
`--show N` prints the summaries of N stories, at even places of the list, beside what their items say, for the eye.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from itertools import islice
from statistics import fmean

from ainews.model import ItemText
from ainews.summarize.candidates import candidates
from ainews.summarize.centrality import similarity, vectors
from ainews.summarize.extractive import extract
from ainews.summarize.words import content_words
from ainews.text.sentences import sentences
from benchmarks.corpora import ecb_stories, frank
from benchmarks.measure import keep, machine, table
from benchmarks.rouge import mean_and_error, rouge, words

BYTES = 665  # the length at which summaries of several documents are compared (DUC 2004)
_EDGE, _TOO_ALIKE = 0.1, 0.5  # cosines: sentences that are linked, sentences that say the same

Summarizer = Callable[[Sequence[ItemText]], list[str]]
"""Gives sentences in the order in which they would be taken."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--show", type=int, default=0, metavar="N")
    shown = options.parse_args().show
    stories = [items for items in ecb_stories().values() if len(items) >= 4]
    single, several = articles(), reports(stories)
    cost = cpu_s_per_day(stories)
    text = f"{machine()}\n\n{single[1]}\n{several[1]}\nOne day: {cost}\n"
    keep("summaries", {"articles": single[0], "stories": several[0], "day": cost}, text)
    for number in range(min(shown, len(stories))):
        show(number + 1, stories[number * len(stories) // shown])


def articles() -> tuple[list[list[object]], str]:
    """Score leads of single articles."""
    rows = [(row["reference"], ItemText(number, "", row["article"])) for number, row in enumerate(frank(), 1)]
    ways: dict[str, Callable[[ItemText], list[str]]] = {
        "the first three sentences": lambda item: sentences(item.text)[:3],
        "ours, as it comes": lambda item: [each.text for each in extract([item])],
        "ours, two sentences": lambda item: [each.text for each in extract([item], most=2)],
        "LexRank, three sentences": lambda item: by_lexrank([item])[:3],
    }
    scores = []
    for name, way in ways.items():
        made = [(" ".join(way(item)), reference) for reference, item in rows]
        scores.append([name, *f_scores(made), f"{fmean(len(words(text)) for text, _ in made):.0f}"])
    head = table(["75 articles (FRANK, CNN/DM)", "ROUGE-1 F", "ROUGE-2 F", "words"], scores)
    return scores, head + "\n"


def reports(stories: Sequence[Sequence[ItemText]]) -> tuple[list[list[object]], str]:
    """Score summaries of half of each story's items against the other half."""
    ways: dict[str, Summarizer] = {
        "ours": lambda items: [each.text for each in extract(items, most=12)],
        "LexRank": by_lexrank,
        "first sentences in turn": by_position,
    }
    scores: list[list[object]] = []
    for name, way in ways.items():
        made = [(way(items[::2]), items[1::2]) for items in stories]
        long = [recalls(cut(found), others) for found, others in made]
        short = [fs(" ".join(found[:2]), others) for found, others in made]
        one = [fs(" ".join(found[:1]), others) for found, others in made]
        scores.append([name, *columns(long), *columns(short), *columns(one)])
    head = [
        f"{len(stories)} stories (ECB+)",
        *(
            f"{what}, ROUGE-{n}"
            for what in (f"recall at {BYTES} bytes", "F of two sentences", "F of one")
            for n in (1, 2)
        ),
    ]
    return scores, table(head, scores) + "\n"


def by_lexrank(items: Sequence[ItemText]) -> list[str]:
    """Take sentences by LexRank (G. Erkan, D. Radev, 2004), those too much like an earlier one left out."""
    found = [each for item in items for each in islice(candidates(item), 40)]
    known = vectors([content_words(each.text) for each in found])
    alike = [[similarity(one, other) for other in known] for one in known]
    scores = lexrank([[float(value > _EDGE) for value in row] for row in alike])
    chosen: list[int] = []
    for number in sorted(range(len(found)), key=lambda number: -scores[number]):
        if all(alike[number][other] <= _TOO_ALIKE for other in chosen):
            chosen.append(number)
    return [found[number].text for number in chosen]


def lexrank(edges: Sequence[Sequence[float]], damping: float = 0.85, rounds: int = 50) -> list[float]:
    """Return the stationary distribution of a walk that follows edges, and jumps anywhere at times."""
    size = len(edges)
    degrees = [sum(row) or 1.0 for row in edges]
    ranks = [1 / size] * size
    for _ in range(rounds):
        ranks = [
            (1 - damping) / size + damping * sum(edges[at][to] * ranks[at] / degrees[at] for at in range(size))
            for to in range(size)
        ]
    return ranks


def by_position(items: Sequence[ItemText]) -> list[str]:
    """Take the first sentence of each item, then the second ones."""
    found = [each for item in items for each in candidates(item)]
    return [each.text for each in sorted(found, key=lambda each: each.position)]


def cut(found: Sequence[str]) -> str:
    return " ".join(found).encode()[:BYTES].decode(errors="ignore")


def f_scores(made: Sequence[tuple[str, str]]) -> list[str]:
    return [mean_and_error([rouge(text, reference, n).f for text, reference in made]) for n in (1, 2)]


def recalls(text: str, others: Sequence[ItemText]) -> tuple[float, float]:
    return tuple(fmean(rouge(text, other.text, n).recall for other in others) for n in (1, 2))  # type: ignore[return-value]


def fs(text: str, others: Sequence[ItemText]) -> tuple[float, float]:
    return tuple(fmean(rouge(text, other.text, n).f for other in others) for n in (1, 2))  # type: ignore[return-value]


def columns(pairs: Sequence[tuple[float, float]]) -> list[str]:
    return [mean_and_error(values) for values in zip(*pairs, strict=True)]


def cpu_s_per_day(stories: Sequence[Sequence[ItemText]], items: int = 1_000) -> str:
    """Say what the extracts of a day cost: half of the items in stories of several, half alone with a long body."""
    bodies = [ItemText(number, "", row["article"]) for number, row in enumerate(frank(), 1)]
    grouped = alone = 0
    began = time.process_time()
    while grouped < items // 2:
        for story in stories:
            extract(story)
            grouped += len(story)
    in_stories = (time.process_time() - began) * (items // 2) / grouped
    began = time.process_time()
    while alone < items // 2:
        extract([bodies[alone % len(bodies)]])
        alone += 1
    by_themselves = time.process_time() - began
    return f"{items} items, {in_stories:.2f} CPU s for those in stories, {by_themselves:.2f} CPU s for those alone"


def show(number: int, items: Sequence[ItemText]) -> None:
    print(f"\n== {number} ({len(items)} items)")
    for sentence in extract(items, most=2):
        print(f"  > {sentence.text} {list(sentence.item_ids)}")
    for item in items[:6]:
        print(f"    {item.item_id}: {' / '.join(item.text.splitlines())[:220]}")


if __name__ == "__main__":
    main()

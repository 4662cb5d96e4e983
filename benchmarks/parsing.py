"""How fast feeds are parsed and sanitized, against feedparser and fastfeedparser + nh3; CPU time, ratios in one run.

    python benchmarks/parsing.py [--rounds 5] [FOLDER of feed documents]

Without a folder it reads `feeds/real` of the evaluation data. feedparser sanitizes by
itself; for fastfeedparser the longest text of each entry is sanitized by nh3. Documents that a
parser refuses count with the time it took to refuse them. `ainews` is everything an ingest does with an item
that is new: sanitized HTML, its text, and the hashes it is compared by.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

Contender = Callable[[bytes], int]


def ainews(body: bytes) -> int:
    from ainews import parse

    return len([parse.clean(draft) for draft in parse.parse(body, url="https://feeds.example/feed").drafts])


def ainews_parse_sanitize(body: bytes) -> int:
    """The same work as the others: no text, no hashes."""
    from ainews import parse
    from ainews.text.html import sanitize

    return len([sanitize(draft.html) for draft in parse.parse(body, url="https://feeds.example/feed").drafts])


def ainews_parse_only(body: bytes) -> int:
    from ainews import parse

    return len(parse.parse(body, url="https://feeds.example/feed").drafts)


def fastfeedparser_nh3(body: bytes) -> int:
    import fastfeedparser
    import nh3

    entries = fastfeedparser.parse(body).entries
    for entry in entries:
        texts = [content.get("value") or "" for content in entry.get("content") or ()]
        nh3.clean(max([*texts, entry.get("description") or "", entry.get("summary") or ""], key=len))
    return len(entries)


def fastfeedparser_only(body: bytes) -> int:
    import fastfeedparser

    return len(fastfeedparser.parse(body).entries)


def feedparser(body: bytes) -> int:
    from io import BytesIO

    import feedparser as library

    return len(library.parse(BytesIO(body)).entries)


def cpu_seconds(contender: Contender, documents: Iterable[bytes]) -> tuple[float, int]:
    """Return the CPU time for all documents and how many entries were found."""
    found = 0
    gc.collect()
    start = time.process_time()
    for body in documents:
        try:
            found += contender(body)
        except Exception:  # a refusal is a result here; what is lost shows in the count
            continue
    return time.process_time() - start, found


def measured(contenders: list[Contender], documents: list[bytes], rounds: int) -> dict[str, tuple[float, int]]:
    """Return the median CPU seconds and the entries of each; rounds are interleaved, so all meet the same noise."""
    for contender in contenders:
        cpu_seconds(contender, documents[:5])
    seconds: dict[str, list[float]] = {contender.__name__: [] for contender in contenders}
    entries: dict[str, int] = {}
    for round_number in range(rounds):
        for contender in contenders:
            if contender is feedparser and round_number >= 3:
                continue
            spent, entries[contender.__name__] = cpu_seconds(contender, documents)
            seconds[contender.__name__].append(spent)
    return {name: (statistics.median(spent), entries[name]) for name, spent in seconds.items()}


def main() -> None:
    shared = Path(os.environ.get("AINEWS_SHARED", Path(__file__).parents[1] / ".." / "shared"))
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", nargs="?", type=Path, default=shared / "data" / "feeds" / "real")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--without-feedparser", action="store_true", help="it takes ten times as long as the rest")
    chosen = arguments.parse_args()
    documents = [path.read_bytes() for path in sorted(chosen.folder.rglob("*")) if path.is_file()]
    if not documents:
        raise SystemExit(f"{chosen.folder} holds no documents")
    contenders = [ainews, ainews_parse_sanitize, fastfeedparser_nh3, ainews_parse_only, fastfeedparser_only]
    if not chosen.without_feedparser:
        contenders.append(feedparser)
    results = measured(contenders, documents, chosen.rounds)
    size = sum(map(len, documents))
    ours = results["ainews"][0]
    print(f"{len(documents)} documents, {size / 1e6:.1f} MB, median of {chosen.rounds} rounds")
    for name, (seconds, entries) in results.items():
        ratio = f"ainews is {seconds / ours:6.2f} times as fast"
        print(f"{name:22} {size / seconds / 1e6:8.1f} MB/s {entries:6} entries   {ratio}")


if __name__ == "__main__":
    main()

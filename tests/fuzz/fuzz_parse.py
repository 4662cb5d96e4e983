"""Fuzz target for the parser: whatever the bytes, a Document or a ParseError, and drafts that can be cleaned.

python tests/fuzz/fuzz_parse.py [SECONDS]      with atheris where it is installed, else by mutation
"""

from __future__ import annotations

import sys
import time
from importlib.util import find_spec
from pathlib import Path
from random import Random

from ainews.errors import ParseError
from ainews.parse import clean, discover, parse

sys.path.insert(0, str(Path(__file__).parent))

from mutate import SEEDS, mutated


def parse_one(body: bytes) -> None:
    """Raise for anything that the parser must never do."""
    try:
        document = parse(body, url="https://feeds.example/f")
    except ParseError:
        return
    guids = [draft.guid for draft in document.drafts]
    assert all(guids), "an item without identity"
    for draft in document.drafts:
        cleaned = clean(draft)
        assert "<script" not in cleaned.html.lower()
    discover(body, "https://feeds.example/")


def fuzz_by_mutation(seconds: float, seed: int) -> int:
    """Return how many documents were tried; stops at the first that fails, and names the seed."""
    rng, end, tried = Random(seed), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        body = mutated(rng.choice(SEEDS), rng)
        try:
            parse_one(body)
        except Exception:
            sys.stderr.write(f"seed {seed}, document {tried}: {body!r}\n")
            raise
        tried += 1
    return tried


def main() -> None:
    if find_spec("atheris"):
        import atheris  # type: ignore[import-not-found]  # optional, and not on every platform

        atheris.instrument_all()
        atheris.Setup(sys.argv, parse_one)
        atheris.Fuzz()
        return
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    tried = fuzz_by_mutation(seconds, seed=int(time.time()))
    sys.stdout.write(f"{tried} documents, nothing found\n")


if __name__ == "__main__":
    main()

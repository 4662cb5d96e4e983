"""How fast and how well text is split into sentences: the hard cases, and articles where the shared data is present.

python -m benchmarks.sentences
"""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from pathlib import Path

from ainews.text.sentences import sentences
from benchmarks.measure import keep, machine, table

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "text" / "sentence_cases.txt"
ARTICLES = Path(os.environ.get("AINEWS_SHARED", ROOT.parent / "shared")) / "data" / "summarization" / "frank.jsonl"
LEAST_BYTES = 10_000_000


def main() -> None:
    cases = cases_by_language()
    right = {language: sum(is_right(case) for case in found) for language, found in cases.items()}
    speeds = {"the hard cases": megabytes_per_s([case.replace("‖", "") for found in cases.values() for case in found])}
    if ARTICLES.is_file():
        speeds["FRANK's articles"] = megabytes_per_s(
            [json.loads(line)["article"] for line in ARTICLES.read_text(encoding="utf-8").splitlines()]
        )
    total, asked = sum(right.values()), sum(map(len, cases.values()))
    report = {"right": right, "cases": asked, "share": total / asked, "mb_per_cpu_s": speeds}
    keep("sentences", report, markdown(cases, right, speeds))


def cases_by_language() -> dict[str, list[str]]:
    cases: dict[str, list[str]] = defaultdict(list)
    language = ""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            language = line[3:].partition(":")[0]
        elif line and not line.startswith("#"):
            cases[language].append(line.replace("⏎", "\n"))
    return dict(cases)


def is_right(case: str) -> bool:
    found = [each.replace("\n", " ") for each in sentences(case.replace("‖", ""))]
    return found == [each.strip().replace("\n", " ") for each in case.split("‖") if each.strip()]


def megabytes_per_s(texts: list[str]) -> float:
    """Return MB of UTF-8 for each CPU second, over at least ten megabytes."""
    size = sum(len(text.encode()) for text in texts)
    rounds = LEAST_BYTES // size + 1
    began = time.process_time()
    for _ in range(rounds):
        for text in texts:
            sentences(text)
    return size * rounds / 1e6 / (time.process_time() - began)


def markdown(cases: dict[str, list[str]], right: dict[str, int], speeds: dict[str, float]) -> str:
    rows: list[list[object]] = [[language, right[language], len(found)] for language, found in cases.items()]
    total, asked = sum(right.values()), sum(map(len, cases.values()))
    rows.append([f"all ({total / asked:.3f})", total, asked])
    quality = table(["hard cases", "right", "of"], rows)
    speed = table(["text", "MB per CPU s"], [[name, value] for name, value in speeds.items()])
    return f"{machine()}\n\n{quality}\n\n{speed}\n"


if __name__ == "__main__":
    main()

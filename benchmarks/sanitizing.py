"""CPU seconds that sanitizing alone takes for invented items: the part that the floor of ingest does without.

python -m benchmarks.sanitizing ITEMS
"""

from __future__ import annotations

import json
import random
import sys
import time

from ainews.text.html import sanitize
from benchmarks import invented


def main() -> None:
    count = int(sys.argv[1])
    words, rng = invented.vocabulary(7), random.Random(7)
    texts = [invented.item_html(words, rng, "http://127.0.0.1:8000") for _ in range(min(count, 3000))]
    sanitize(texts[0])
    began = time.process_time()
    for text in texts:
        sanitize(text)
    print(json.dumps({"cpu_s": (time.process_time() - began) * count / len(texts)}))


if __name__ == "__main__":
    main()

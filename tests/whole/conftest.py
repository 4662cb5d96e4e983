"""Whole programs over loopback servers: each test has a folder, a store and a home of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.program import Program  # noqa: E402


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real feeds, which is not part of the repository."""
    folder = Path(os.environ.get("AINEWS_SHARED", ROOT.parent / "shared")) / "data" / "feeds"
    if not folder.is_dir():
        pytest.skip(f"no real feeds at {folder}: name the folder that holds data/ in AINEWS_SHARED")
    return folder

"""Fixtures around `servers`: one event loop a module, new servers for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import trustme

from tests.fetch.servers import Loopback, Site


@pytest.fixture(scope="module")
def _loopback() -> Iterator[Loopback]:
    loopback = Loopback()
    yield loopback
    loopback.stop()


@pytest.fixture
def loopback(_loopback: Loopback) -> Iterator[Loopback]:
    yield _loopback
    _loopback.close_servers()


@pytest.fixture
def serve(loopback: Loopback) -> Callable[..., Site]:
    return loopback.serve


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """An authority that nobody trusts yet."""
    return trustme.CA()

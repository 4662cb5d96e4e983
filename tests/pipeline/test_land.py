"""Landings share transactions, and none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from ainews.errors import StoreFull
from ainews.model import Health, Landed, Landing, SourceState, SourceUpdate, Validators
from ainews.pipeline.land import Lander

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def landing(source_id: int) -> Landing:
    update = SourceUpdate(source_id, Validators(), Health(), timedelta(hours=1), NOON, SourceState.OK)
    return Landing(update, NOON)


class Book:
    """Records batches in place of a store."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    def land(self, landings: Sequence[Landing]) -> list[Landed]:
        self.batches.append([each.update.source_id for each in landings])
        return [Landed(each.update.source_id, 0, 0) for each in landings]


def run(book: Book, numbers: range, *, expected: int) -> list[Landed]:
    async def all_of_them() -> list[Landed]:
        with ThreadPoolExecutor(1) as executor:
            lander = Lander(book.land, executor)
            lander.expect(expected)
            return list(await asyncio.gather(*(lander.land(landing(number)) for number in numbers)))

    return asyncio.run(all_of_them())


def test_landings_that_wait_together_go_in_one_batch_and_each_gets_its_own_answer():
    book = Book()

    landed = run(book, range(5), expected=5)

    assert book.batches == [[0, 1, 2, 3, 4]]
    assert [each.source_id for each in landed] == [0, 1, 2, 3, 4]


def test_a_batch_does_not_wait_for_ever_for_polls_that_never_land():
    book = Book()

    run(book, range(2), expected=3)

    assert book.batches == [[0, 1]]


def test_a_full_disk_reaches_every_landing_of_the_batch():
    class Full(Book):
        def land(self, landings: Sequence[Landing]) -> list[Landed]:
            raise StoreFull(path="a.db")

    with pytest.raises(StoreFull):
        run(Full(), range(3), expected=3)


def test_an_interrupted_run_still_writes_what_waits():
    book = Book()

    async def interrupted() -> None:
        with ThreadPoolExecutor(1) as executor:
            lander = Lander(book.land, executor)
            lander.expect(10)
            task = asyncio.create_task(lander.land(landing(1)))
            await asyncio.sleep(0)
            task.cancel()
            await lander.finish()

    asyncio.run(interrupted())

    assert book.batches == [[1]]

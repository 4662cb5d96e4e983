"""One run of a model over stories: money first, then the call, then the check; what came of it is saved at once.

The extract that each story brings stands in wherever the model gives nothing that may be shown.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Condition, Lock, Thread
from typing import NamedTuple, TypeVar, cast

from msgspec.structs import replace

from ainews.errors import BudgetError, ModelError
from ainews.model import ItemText
from ainews.model.digests import Caps, Summary, Written
from ainews.ports import Clock, Summarizer
from ainews.store import Store
from ainews.store.summaries import UNWRITABLE
from ainews.summarize.faults import CallFault
from ainews.summarize.grounding import Grounding

BUDGET, STORE, SKIPPED = "budget", "store", "skipped"
NO_ANSWER = frozenset({*CallFault, BUDGET, STORE, SKIPPED})
"""Fallbacks after which a later run asks again."""

_FREE = Caps(price_in=0, price_out=0, day=0, month=0)
_MOST_FAILURES = 3  # in a row; then the model is left alone for the rest of the run

Work = TypeVar("Work")
Result = TypeVar("Result")

log = logging.getLogger(__name__)


class Job(NamedTuple):
    """A story to ask about: its extract, the texts, and the key of what comes of it."""

    extract: Summary
    texts: Sequence[ItemText]
    key: bytes


class _Call(NamedTuple):
    """What was put aside for a call: its number in the books, the money and the tokens it stands for."""

    number: int
    micros: int
    tokens_in: int
    tokens_out: int


class Asking:
    """Asks about one story after another, from any number of threads."""

    def __init__(self, store: Store, summarizer: Summarizer, caps: Caps | None, clock: Clock) -> None:
        self._store, self._summarizer, self._caps, self._clock = store, summarizer, caps or _FREE, clock
        self._turn = Lock()  # one waits for money at a time, so that the first stories have it first
        self._changed = Condition()
        self._in_flight = 0
        self._failures = 0
        self._stopped = ""

    def ask(self, job: Job) -> Summary:
        """Return the model's words where all of them are found in the items, else the extract and why."""
        summary = self._asked(job)
        self._store.summaries.keep([(job.key, summary)])
        return summary

    def _asked(self, job: Job) -> Summary:
        own = replace(job.extract, model=self._summarizer.model, prompt=self._summarizer.prompt)
        call = self._begun(job.texts)
        if isinstance(call, str):
            return replace(own, fallback=call)
        try:
            answer, cost = self._bought(call, job)
        except ModelError as error:
            return replace(own, fallback=error.kind)
        paid = replace(own, tokens_in=answer.tokens_in, tokens_out=answer.tokens_out, cost_micros=cost)
        fault = answer.fault or _fault(answer, job.texts)
        return replace(paid, fallback=fault) if fault else replace(paid, method="model", sentences=answer.sentences)

    def _begun(self, texts: Sequence[ItemText]) -> _Call | str:
        """Put aside what a call may cost, or return why it may not begin.

        Calls that run are put aside as dear as they can be: what does not fit waits until they have ended.
        """
        with self._turn, self._changed:
            while not self._stopped:
                try:
                    call = self._reserved(texts)
                except BudgetError:
                    if not self._in_flight:
                        return BUDGET
                    self._changed.wait()
                except UNWRITABLE:
                    return STORE
                else:
                    self._in_flight += 1
                    return call
            return self._stopped

    def _reserved(self, texts: Sequence[ItemText]) -> _Call:
        bound = self._summarizer.estimate(texts)
        micros = self._caps.cost(*bound)
        number = self._store.books.reserve(micros, caps=self._caps, now=self._clock(), model=self._summarizer.model)
        return _Call(number, micros, *bound)

    def _bought(self, call: _Call, job: Job) -> tuple[Written, int]:
        """Return the model's answer and what it cost; raises ModelError."""
        try:
            answer = self._summarizer.summarize(job.texts)
        except ModelError as error:
            self._failed(call, error, job.extract.story_id)
            raise
        else:
            return answer, self._settled(call, answer)
        finally:
            with self._changed:
                self._in_flight -= 1
                self._changed.notify()

    def _settled(self, call: _Call, answer: Written) -> int:
        """Write down what an answer cost, and return it."""
        cost = self._caps.cost(answer.tokens_in, answer.tokens_out)
        self._store.books.settle(call.number, micros=cost, tokens_in=answer.tokens_in, tokens_out=answer.tokens_out)
        with self._changed:
            self._failures = 0
            if cost > call.micros:  # the server counts more than was sent: no reservation would hold
                self._stopped = BUDGET
        return cost

    def _failed(self, call: _Call, error: ModelError, story_id: int) -> None:
        log.warning("story %d has its extract: %s", story_id, error)
        with self._changed:  # before the money is free, which the next in turn waits for
            self._failures += 1
            if self._failures >= _MOST_FAILURES:
                self._stopped = SKIPPED
        if error.was_paid:
            self._store.books.settle(
                call.number, micros=call.micros, tokens_in=call.tokens_in, tokens_out=call.tokens_out
            )
        else:
            self._store.books.void(call.number)


def in_threads(work: Callable[[Work], Result], jobs: Sequence[Work], threads: int) -> Iterator[tuple[int, Result]]:
    """Yield the number and result of each job as it ends; raises what a job raises, and starts no other then.

    The threads are no reason to wait: whoever interrupts a run does not want a slow model's last words.
    """
    waiting: SimpleQueue[tuple[int, Work]] = SimpleQueue()
    ended: SimpleQueue[tuple[int, Result | None, BaseException | None]] = SimpleQueue()
    for numbered in enumerate(jobs):
        waiting.put(numbered)

    def run() -> None:
        with suppress(Empty):
            while True:
                number, job = waiting.get_nowait()
                try:
                    ended.put((number, work(job), None))
                except BaseException as error:
                    ended.put((number, None, error))

    for _ in range(min(threads, len(jobs))):
        Thread(target=run, daemon=True).start()
    try:
        for _ in jobs:
            number, result, error = ended.get()
            if error is not None:
                raise error
            yield number, cast("Result", result)
    finally:
        with suppress(Empty):
            while True:
                waiting.get_nowait()


def _fault(answer: Written, texts: Sequence[ItemText]) -> str:
    """Return what is wrong with the first sentence that is not found in the items it cites, "" if all are."""
    problems = Grounding(texts).check(answer.sentences)
    return next((str(each[0].fault) for each in problems if each), "")

"""The books: what calls of a model may cost is reserved before they start, and settled when they end.

Money is whole millionths of the owner's currency; days and months are those of UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ainews.errors import BudgetError
from ainews.model.digests import Caps, CostLine, Spending
from ainews.store.engine import Engine, Row, Session
from ainews.text.instants import from_ms, to_ms
from ainews.text.money import money


class Books:
    """Every call of a model that was begun."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def reserve(self, micros: int, *, caps: Caps, now: datetime, model: str, purpose: str = "summary") -> int:
        """Put aside what a call may cost at most; returns the number under which it is settled.

        Raises BudgetError where that is more than the day's or the month's cap leaves. What costs nothing always may.
        """
        with self._engine.write() as session:
            session.run("spending.begin")
            if micros:
                _check(micros, *_totals(session, now), caps)
            row = session.row(
                "spending.reserve", at_ms=to_ms(now), purpose=purpose, model=model, reserved_micros=micros
            )
        assert row is not None  # RETURNING
        return int(row["id"])

    def settle(self, call: int, *, micros: int, tokens_in: int, tokens_out: int) -> None:
        """Write down what a call cost in truth."""
        self._end(call, "spent", micros, tokens_in, tokens_out)

    def void(self, call: int) -> None:
        """Give back what was put aside: the call cost nothing."""
        self._end(call, "void", 0, 0, 0)

    def totals(self, now: datetime) -> tuple[int, int]:
        """Return what counts towards the caps of the day and of the month."""
        with self._engine.read() as session:
            return _totals(session, now)

    def calls(self, *, since: datetime) -> list[Spending]:
        """Return the calls that were begun since then, in that order."""
        return [_spending_of(row) for row in self._engine.rows("spending.list", since=to_ms(since))]

    def by_day(self, *, since: datetime) -> list[CostLine]:
        """Return what each model did and cost in each day, the latest first."""
        rows = self._engine.rows("spending.by_day", since=to_ms(since))
        return [_line_of(row) for row in rows]

    def _end(self, call: int, state: str, micros: int, tokens_in: int, tokens_out: int) -> None:
        with self._engine.write() as session:
            session.run(
                "spending.settle",
                id=call,
                state=state,
                cost_micros=micros,
                tokens_in=tokens_in,
                tokens_out=tokens_out,
            )


def _check(micros: int, day: int, month: int, caps: Caps) -> None:
    """Raise where a call does not fit under both caps."""
    for spent, cap, span, setting in (
        (day, caps.day, "today", "daily_cap"),
        (month, caps.month, "this month", "monthly_cap"),
    ):
        if spent + micros > cap:
            raise BudgetError(
                f"a summary may cost {money(micros)}, and of {money(cap)} only {money(max(0, cap - spent))} is left "
                f"{span}: raise summaries.{setting}, or wait"
            )


def _totals(session: Session, now: datetime) -> tuple[int, int]:
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    row = session.row("spending.total", day_ms=to_ms(day), month_ms=to_ms(day.replace(day=1)))
    assert row is not None  # sums are always there
    return int(row["day"]), int(row["month"])


def _spending_of(row: Row) -> Spending:
    return Spending(
        at=from_ms(row["at_ms"]),
        purpose=row["purpose"],
        model=row["model"],
        state=row["state"],
        reserved_micros=row["reserved_micros"],
        cost_micros=row["cost_micros"],
        tokens_in=row["tokens_in"],
        tokens_out=row["tokens_out"],
    )


def _line_of(row: Row) -> CostLine:
    return CostLine(
        day=from_ms(0) + timedelta(days=row["day"]),
        model=row["model"],
        calls=row["calls"],
        tokens_in=row["tokens_in"],
        tokens_out=row["tokens_out"],
        cost_micros=row["cost_micros"],
        reserved_micros=row["reserved_micros"],
    )

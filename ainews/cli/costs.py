"""`costs`: what models cost, beside what they may, and what summaries would cost before any is made; asks no model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from ainews.cli import options, records
from ainews.cli.session import session
from ainews.cli.terminal import Screen, clean, say, screen
from ainews.text.money import MICROS, money

if TYPE_CHECKING:
    from ainews.app import Services
    from ainews.model import Story
    from ainews.model.digests import CostLine, Costs, Estimate

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_HEADS = ("day (UTC)", "calls", "tokens in", "tokens out", "cost", "reserved")


def costs(
    ctx: typer.Context,
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="TIME", help="Since 24h, 7d, 2w, 2026-11-23 or all; else 30d, with --estimate 24h."
        ),
    ] = "",
    estimate: Annotated[
        bool, typer.Option("--estimate", help="What summaries of the stories since then would cost at most.")
    ] = False,
    limit: Annotated[
        int,
        typer.Option(
            "--limit", metavar="N", callback=options.not_negative, help="Estimate the N best stories; 0: all."
        ),
    ] = 0,
    as_json: options.Json = False,
) -> None:
    """Show what models cost, and what summaries would.

    By day and model, beside the caps. Amounts are in the currency of summaries.price_in and price_out. Calls that were
    cut short count as dear as they can have been.
    """
    oldest = options.since(since or ("24h" if estimate else "30d"))
    with session(ctx).services() as services:
        spent = services.costs(since=oldest or _EVER)
        told = services.estimate(_best(services, oldest, limit)) if estimate else None
    if as_json:
        say(records.line((_estimate_record(told) if estimate else _record(spent)) | _caps_record(spent)))
        return
    for line in _estimate_lines(told, spent) if estimate else _lines(spent, screen()):
        say(line)


def _best(services: Services, oldest: datetime | None, limit: int) -> list[Story]:
    ranked = services.ranked(since=oldest, at=services.clock())
    return [each.story for each in ranked if not each.muted_by][: limit or None]


def _lines(spent: Costs, screen: Screen) -> Iterator[str]:
    if spent.lines:
        width = max(len("model"), *(len(clean(line.model)) for line in spent.lines))
        day, *heads = _HEADS
        yield screen.paint("dim", f"{day:<10}  {'model':<{width}}" + "".join(f"{head:>12}" for head in heads))
        yield from (_line(line, width) for line in spent.lines)
        yield ""
    else:
        yield "no model was asked: summaries are the sources' own sentences and cost nothing"
    yield from _left(spent)


def _line(line: CostLine, width: int) -> str:
    counts = (f"{line.calls:,}", f"{line.tokens_in:,}", f"{line.tokens_out:,}")
    amounts = (money(line.cost_micros), money(line.reserved_micros) if line.reserved_micros else "")
    text = f"{line.day:%Y-%m-%d}  {clean(line.model):<{width}}" + "".join(f"{each:>12}" for each in counts + amounts)
    return text.rstrip()


def _left(spent: Costs) -> Iterator[str]:
    yield f"today       {money(spent.today_micros)} of {money(spent.caps.day)} (summaries.daily_cap)"
    yield f"this month  {money(spent.month_micros)} of {money(spent.caps.month)} (summaries.monthly_cap)"
    if spent.lines and not (spent.caps.price_in or spent.caps.price_out):
        yield "no price is set, so calls count as free: a paid model needs summaries.price_in and summaries.price_out"


def _estimate_lines(told: Estimate | None, spent: Costs) -> Iterator[str]:
    if told is None:
        yield "no model is chosen: summaries are the sources' own sentences and cost nothing"
        return
    before = f"; about {told.cached:,} it was asked before" if told.cached else ""
    yield f"{clean(told.model)} would be asked about {told.asked:,} of {told.stories:,} stories{before}"
    yield (
        f"that takes at most {told.tokens_in:,} tokens in and {told.tokens_out:,} out, "
        f"and costs at most {money(told.cost_micros)}"
    )
    yield from _left(spent)


def _record(spent: Costs) -> records.Record:
    return {"days": [_line_record(line) for line in spent.lines]}


def _line_record(line: CostLine) -> records.Record:
    return {
        "day": f"{line.day:%Y-%m-%d}",
        "model": line.model,
        "calls": line.calls,
        "tokens_in": line.tokens_in,
        "tokens_out": line.tokens_out,
        "cost": _amount(line.cost_micros),
        "reserved": _amount(line.reserved_micros),
    }


def _estimate_record(told: Estimate | None) -> records.Record:
    return {
        "model": told.model if told else None,
        "stories": told.stories if told else 0,
        "asked": told.asked if told else 0,
        "cached": told.cached if told else 0,
        "tokens_in": told.tokens_in if told else 0,
        "tokens_out": told.tokens_out if told else 0,
        "cost": _amount(told.cost_micros if told else 0),
    }


def _caps_record(spent: Costs) -> records.Record:
    return {
        "today": {"cost": _amount(spent.today_micros), "cap": _amount(spent.caps.day)},
        "month": {"cost": _amount(spent.month_micros), "cap": _amount(spent.caps.month)},
    }


def _amount(micros: int) -> float:
    return micros / MICROS

"""Options and arguments that several commands share, so that they read and behave alike."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ainews.cli.session import session_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ainews.store import Store


class Order(StrEnum):
    NEWEST = "newest"
    RELEVANCE = "relevance"


def source_refs(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Complete a source by id or address, with its title as help; silent where there is no store."""
    try:
        with session_of(ctx.find_root().params).services() as services:
            found = services.store.sources.subscriptions()
    except Exception:
        return []
    wanted = incomplete.casefold()
    pairs = [(each.source.url, each.title) for each in found] + [(str(each.source.id), each.title) for each in found]
    return [(value, title) for value, title in pairs if value.casefold().startswith(wanted)]


def pack_names(incomplete: str) -> list[str]:
    from ainews.packs import pack_names

    return [name for name in pack_names() if name.startswith(incomplete)]


def not_negative(number: int) -> int:
    if number < 0:
        raise typer.BadParameter(f"{number} is less than 0")
    return number


Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", callback=not_negative, help="Show at most N; 0 shows all.")]
Since = Annotated[str, typer.Option("--since", metavar="TIME", help="Only items since 24h, 7d, 2w, 2026-11-23 or all.")]
At = Annotated[str, typer.Option("--at", metavar="TIME", help="As of then: later items do not count.")]
Unread = Annotated[bool, typer.Option("--unread", help="Only unread items.")]
Starred = Annotated[bool, typer.Option("--starred", help="Only starred items.")]
Tag = Annotated[str, typer.Option("--tag", metavar="TAG", help="Only items of this folder or category.")]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="SOURCE",
        autocompletion=source_refs,
        help="Only items of this source: its id, address or part of its title. May be repeated.",
    ),
]
SourceRef = Annotated[
    str,
    typer.Argument(metavar="SOURCE", autocompletion=source_refs, help="The source's id, address or part of its title."),
]
SourceRefs = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...", autocompletion=source_refs, help="Sources by id, address or part of their title."
    ),
]
ItemIds = Annotated[list[int], typer.Argument(metavar="ID...", help="Items by the number that lists show.")]
ItemId = Annotated[int, typer.Argument(metavar="ID", help="The item's number, as lists show it.")]


def since(text: str) -> datetime | None:
    """Read `--since`; empty means no limit. Raises UsageError."""
    if not text:
        return None
    from datetime import UTC, datetime

    from ainews.text.dates import parse_since

    return parse_since(text, datetime.now(UTC))


def moment(at: str, now: datetime) -> datetime:
    """Read `--at`; empty means now. In whole seconds, as everything prints it. Raises UsageError."""
    from ainews.errors import UsageError
    from ainews.text.dates import from_ms, parse_since

    found = parse_since(at, now) if at else now
    if found is None:
        raise UsageError("--at needs a moment: give 24h, 7d, 2026-11-23 or 2026-11-23T10:00:00Z")
    if found < from_ms(0):
        raise UsageError(f"--at {at} is before 1970, where nothing is dated: give 24h, 7d or a later date")
    return found.replace(microsecond=0)


def source_ids(store: Store, refs: Sequence[str] | None) -> tuple[int, ...]:
    """Return the ids of the sources that refs name; raises NotFound and Conflict."""
    return tuple(store.sources.find(ref).id for ref in refs or ())

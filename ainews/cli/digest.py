"""`digest`: makes one, shows it in any format, sends it, and opens earlier ones; decides nothing of what is in it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from ainews.cli import options, records
from ainews.cli.placing import Place
from ainews.cli.session import Session, session
from ainews.cli.stories import progress as stories_progress
from ainews.cli.terminal import say, screen, warn
from ainews.errors import AinewsError, ModelError, SendError, StoreError, UsageError

if TYPE_CHECKING:
    from ainews.app import Services
    from ainews.config import DigestSettings
    from ainews.model.digests import Digest, Sent
    from ainews.pipeline.digest import Made
    from ainews.pipeline.summaries import SummaryEvent


def digest(
    ctx: typer.Context,
    since: Annotated[
        str, typer.Option("--since", metavar="TIME", help="What came in since 24h, 7d, 2026-11-23 or all; else 24h.")
    ] = "",
    at: options.At = "",
    top: Annotated[int | None, typer.Option("--top", metavar="N", help="At most N stories.")] = None,
    minutes: Annotated[
        float | None, typer.Option("--minutes", metavar="M", help="At most M minutes to read; 0: as long as it gets.")
    ] = None,
    format_name: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="terminal, plain, markdown, html, json, atom or json-feed."),
    ] = "",
    output: Annotated[str, typer.Option("--output", metavar="FILE", help="Write it to FILE.")] = "",
    send: Annotated[bool, typer.Option("--send", help="Send it where the configuration says, once.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="With --send: what was sent before, too.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="No sentence that is not found in the items.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Save nothing: its stories stay new.")] = False,
    list_all: Annotated[bool, typer.Option("--list", help="List the digests that were made.")] = False,
    show: Annotated[int | None, typer.Option("--show", metavar="ID", help="Open an earlier one as it was.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: the same as --format json.")] = False,
) -> None:
    """Print the stories that matter, best first, each in two sentences.

    The same --at and --since give the same digest again, byte for byte.
    """
    this = session(ctx)
    if list_all or show is not None:
        _refuse_wishes(ctx, "--list" if list_all else "--show")
    if list_all:
        _list(this, as_json=as_json)
        return
    place = Place.chosen(format_name, output, as_json=as_json)
    if resend and not send:
        raise UsageError("--resend sends nothing by itself: give --send as well")
    if send and preview:
        raise UsageError("a preview is not saved, so it cannot be sent: leave out --preview or --send")
    failure: AinewsError | None = None
    with this.services(polls=True) as services:
        if show is not None:
            found = services.saved_digest(show)
        else:
            limits = _limits(services, top, minutes)
            moment = options.moment(at, services.clock())
            made = _made(this, services, _oldest(since, moment), moment, limits, strict=strict)
            found = made.digest if preview else _saved(services, made)
            failure = _unusable(made) if strict else None
        place.put(found, verbose=this.verbose)
        if send:
            _send(this, services, found, resend=resend)
    if failure is not None:
        raise failure


def _refuse_wishes(ctx: typer.Context, instead: str) -> None:
    """Refuse what a digest would be made by where none is made; raises UsageError."""
    given = [name for name in ("since", "at", "top", "minutes", "strict", "preview") if ctx.params.get(name)]
    if given:
        raise UsageError(f"{instead} opens what was made before: leave out --{given[0]}")


def _limits(services: Services, top: int | None, minutes: float | None) -> DigestSettings:
    if top is not None and top < 1:
        raise UsageError(f"--top {top} leaves no story: give 1 or more")
    if minutes is not None and not 0 <= minutes < float("inf"):
        raise UsageError(f"--minutes {minutes:g} is no time to read: give a positive number, or 0 for no limit")
    chosen = services.settings.digest
    return replace(
        chosen,
        top=chosen.top if top is None else top,
        minutes=chosen.minutes if minutes is None else minutes,
    )


def _oldest(since: str, at: datetime) -> datetime | None:
    """Read `--since`; what is before 1970 is all, since nothing is dated then. Raises UsageError."""
    from ainews.text.dates import from_ms, parse_since, rfc3339

    span = since or "24h"
    oldest = parse_since(span, at)
    if oldest is not None and oldest >= at:
        raise UsageError(f"--since {span} is not before the digest itself, {rfc3339(at)}: give an earlier time, or all")
    return None if oldest is None or oldest < from_ms(0) else oldest


def _made(
    this: Session,
    services: Services,
    since: datetime | None,
    at: datetime,
    limits: DigestSettings,
    *,
    strict: bool,
) -> Made:
    """Find the stories that are missing, as far as it can be done, and make the digest."""
    try:
        with stories_progress(not this.quiet) as tell:
            services.derive_stories(since=since, progress=tell)
    except (ModelError, StoreError) as error:
        warn(f"{error}; the digest is made of the stories that are known")
    with _progress(not this.quiet) as tell_summaries:
        return services.digest(since=since, at=at, limits=limits, strict=strict, progress=tell_summaries)


def _saved(services: Services, made: Made) -> Digest:
    try:
        return services.save_digest(made)
    except StoreError as error:
        warn(f"the digest is not saved, so its stories stay new: {error}")
        return made.digest


def _unusable(made: Made) -> ModelError | None:
    """Return the error of a model that was to write and did not answer."""
    from ainews.pipeline.asking import NO_ANSWER

    faults = sorted({each.fallback for each in made.summaries if each.fallback in NO_ANSWER})
    if not faults:
        return None
    return ModelError(f"the model could not be asked for every story ({', '.join(faults)}): try again, or without it")


@contextmanager
def _progress(wanted: bool) -> Iterator[Callable[[SummaryEvent], None] | None]:
    """Show a bar on a terminal while a model writes; it leaves nothing behind."""
    if not (wanted and screen(sys.stderr).color):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("writing summaries"), BarColumn(bar_width=24), MofNCompleteColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=None)

    def show(event: SummaryEvent) -> None:
        bar.start()
        bar.update(task, completed=event.done, total=event.total)

    try:
        yield show
    finally:
        bar.stop()


def _send(this: Session, services: Services, digest: Digest, *, resend: bool) -> None:
    if not digest.stories:
        warn("there is no story in it, so it is not sent")
        return
    sent = services.send_digest(digest, resend=resend)
    for each in sent:
        if each.error is not None:
            warn(f"{'' if each.was_sent else 'not '}sent by {each.channel.value} to {each.to}: {each.error}")
        elif not this.quiet:
            sys.stderr.write(f"{_told(each)}\n")
    faults = [each for each in sent if each.error is not None and not each.was_sent]
    if faults:
        raise SendError(_advice(digest.id, faults, len(sent)))


def _told(sent: Sent) -> str:
    if sent.was_sent:
        return f"sent by {sent.channel.value} to {sent.to}"
    # What was sent is remembered by the way, not by the address.
    return f"had been sent by {sent.channel.value} before, to {sent.to} or an earlier address: --resend sends it again"


def _advice(digest_id: int, faults: Sequence[Sent], ways: int) -> str:
    """Say how often it failed and what to run: the same again does nothing where it may have arrived."""
    unsure, again = sum(each.may_have_arrived for each in faults), f"`ainews digest --show {digest_id} --send"
    parts = []
    if failed := len(faults) - unsure:
        parts.append(f"{failed} of {ways} ways failed: {again}` tries again, what was sent is not repeated")
    if unsure:
        parts.append(f"{unsure} of {ways} ways may have sent it or not: {again} --resend` sends it once more every way")
    return "; ".join(parts)


def _list(this: Session, *, as_json: bool) -> None:
    with this.services() as services:
        found = services.digests()
    if as_json:
        for each in found:
            say(records.line(records.saved_digest(each)))
    elif found:
        from ainews.cli.render_digest import list_lines

        for line in list_lines(found, screen()):
            say(line)
    else:
        say("no digests yet: `ainews digest` makes one")

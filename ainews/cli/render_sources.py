"""Sources and what became of polling them: tables, reports and failures in words, with what happens next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ainews.cli import times
from ainews.cli.terminal import Screen, clean
from ainews.model import Failure, FailureKind, IngestReport, Item, Source, SourceState, Subscription
from ainews.text.cells import cells, fit, pad, wrap

STATE_STYLES = {
    SourceState.NEW: "dim",
    SourceState.OK: "good",
    SourceState.FAILING: "bad",
    SourceState.THROTTLED: "warn",
    SourceState.PAUSED: "dim",
    SourceState.GONE: "bad",
}
ADVICE = {
    FailureKind.DNS: "check the address",
    FailureKind.TLS: "its certificate is not valid",
    FailureKind.UNAUTHORIZED: "the server wants a login or blocks programs",
    FailureKind.NOT_FOUND: "the feed may have moved: `ainews source test` its site's address",
    FailureKind.GONE: "the feed is closed: `ainews source remove` it",
    FailureKind.TOO_BIG: "raise fetch.max_body_bytes if you trust it",
    FailureKind.PRIVATE_ADDRESS: "if it is yours: `ainews source edit --allow-private`",
    FailureKind.NOT_A_FEED: "`ainews source test` its site's address",
    FailureKind.INTERNAL: "a fault of ainews: please report it",
}
MOST_FAILURES = 20


def subscription_lines(subscriptions: Sequence[Subscription], screen: Screen, now: datetime) -> Iterator[str]:
    """Yield a table of sources by folder; what is wrong stands under its source."""
    id_width = max(len(str(each.source.id)) for each in subscriptions)
    if not screen.live:
        yield from (_piped(each, id_width, now) for each in subscriptions)
        return
    title_width = screen.width - id_width - 42
    headings = f"{'':{id_width}}  {pad('title', title_width)}  {'items':>6}  {'state':<9}  {'last ok':<10}  next"
    yield screen.paint("dim", headings)
    folder: str | None = None
    for each in sorted(subscriptions, key=lambda each: (each.folder or "", each.title.casefold())):
        if each.folder != folder:
            folder = each.folder
            yield screen.paint("heading", clean(folder or ""))
        yield from _row(each, screen, id_width, title_width, now)


def source_lines(subscription: Subscription, latest: Sequence[Item], screen: Screen, now: datetime) -> Iterator[str]:
    """Yield a report on one source: what it is, how it does, what it brought last."""
    source = subscription.source
    yield screen.paint("bold", clean(subscription.title) or clean(source.url))
    for name, value in _facts(subscription, now):
        first, *more = wrap(clean(value), screen.width - 14) if screen.live else [clean(value)]
        yield screen.paint("dim", f"{name:<12}  ") + first
        yield from (" " * 14 + line for line in more)
    if source.health.error:
        yield screen.paint("bad", "error".ljust(14)) + clean(source.health.error)
        yield from (" " * 14 + line for line in _next_steps(source, now))
    if latest:
        yield ""
    for item in latest:
        moment = item.published_at or item.arrived_at
        yield f"{screen.paint('dim', f'{item.id:>6}  {times.minute(moment)}')}  {_cut(clean(item.title), screen, 26)}"


def report_lines(report: IngestReport, screen: Screen, now: datetime) -> Iterator[str]:
    """Yield what an ingest did, and each failure with what happens next."""
    if report.polled:
        polls = _counts((report.changed, "changed"), (report.unchanged, "unchanged"), (report.failed, "failed"))
        items = _counts((report.items_new, "new"), (report.items_changed, "changed"), (report.items_seen, "seen"))
        yield _count_line("sources", report.polled, polls, screen)
        yield _count_line("items", report.items_new, items, screen)
    else:
        yield "nothing was due: `ainews ingest --all` polls the others too"
    if touched := report.stories_new + report.stories_grown:
        stories = _counts((report.stories_new, "new"), (report.stories_grown, "grown"))
        yield _count_line("stories", touched, stories, screen)
    if report.polled:
        yield screen.paint("dim", f"{'took':<8}{report.seconds:>6.1f}  seconds" + _skipped(report))
    if report.failures:
        yield ""
        yield from failure_lines(report.failures, screen, now)


def _count_line(name: str, number: int, text: str, screen: Screen) -> str:
    return f"{screen.paint('dim', f'{name:<8}')}{screen.paint('bold', f'{number:>6,}')}  {text}"


def failure_lines(failures: Sequence[Failure], screen: Screen, now: datetime) -> Iterator[str]:
    """Yield each failure as a sentence: which source, what happened, when it is tried again."""
    shown = failures if not screen.live else failures[:MOST_FAILURES]
    for failure in shown:
        title = clean(failure.source.title) or clean(failure.source.url)
        mark = screen.paint("bad", "✗")
        yield f"{mark} {screen.paint('bold', fit(title, screen.width - 2))}"
        advice = f" ({ADVICE[failure.kind]})" if failure.kind in ADVICE else ""
        text = f"{clean(failure.message)}; {_next_try(failure.next_try, now)}{advice}"
        yield from (f"  {line}" for line in (wrap(text, screen.width - 2) if screen.live else [text]))
    if len(shown) < len(failures):
        yield screen.paint("dim", f"and {len(failures) - len(shown)} more: ainews source list --state failing")


def _row(each: Subscription, screen: Screen, id_width: int, title_width: int, now: datetime) -> Iterator[str]:
    source = each.source
    cells_of_row = [
        screen.paint("dim", f"{source.id:>{id_width}}"),
        pad(clean(each.title) or clean(source.url), title_width),
        f"{source.item_count:>6}",
        screen.paint(STATE_STYLES[source.state], f"{source.state.value:<9}"),
        pad(times.ago(source.health.last_ok, now), 10),
        _due(source, now),
    ]
    yield "  ".join(cells_of_row)
    if source.health.error and source.state is not SourceState.OK:
        error = wrap(clean(source.health.error), screen.width - id_width - 4, 2)
        yield from (" " * (id_width + 4) + screen.paint("bad", line) for line in error)


def _piped(each: Subscription, id_width: int, now: datetime) -> str:
    source = each.source
    last_ok = times.ago(source.health.last_ok, now)
    error = f"  {clean(source.health.error)}" if source.health.error else ""
    title = clean(each.title) or clean(source.url)
    health = f"{source.state.value:<9}  {source.item_count:>6}  {last_ok:<10}"
    return f"{source.id:>{id_width}}  {health}  {title}  {clean(source.url)}{error}"


def _facts(subscription: Subscription, now: datetime) -> Iterator[tuple[str, str]]:
    source, options = subscription.source, subscription.source.options
    yield "address", source.url
    if source.site_url:
        yield "site", source.site_url
    if subscription.folder:
        yield "folder", subscription.folder
    yield "kind", source.kind.value + (", with full text" if options.full_text else "")
    yield "items", f"{source.item_count:,}, {subscription.unread:,} unread"
    yield "state", source.state.value
    yield "pace", f"every {times.span(options.interval or source.interval)}" + (", as told" if options.interval else "")
    yield "last ok", times.ago(source.health.last_ok, now)
    yield "next poll", _due(source, now)
    if source.move:
        yield (
            "moving to",
            f"{source.move.to}, seen {source.move.sightings} times since {times.minute(source.move.first_seen)}",
        )


def _next_steps(source: Source, now: datetime) -> Iterator[str]:
    since = source.health.failing_since
    if since is not None:
        count = source.health.failures
        yield f"failing since {times.minute(since)}, {count} {'time' if count == 1 else 'times'} in a row"
    kind = source.health.error_kind
    if kind in ADVICE:
        yield ADVICE[kind]


def _due(source: Source, now: datetime) -> str:
    if source.state in (SourceState.PAUSED, SourceState.GONE):
        return "never"
    return times.ahead(source.next_due, now)


def _next_try(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "no further try"
    return f"next try {times.ahead(moment, now)}"


def _counts(*counts: tuple[int, str]) -> str:
    return ", ".join(f"{count:,} {name}" for count, name in counts)


def _skipped(report: IngestReport) -> str:
    return f"; {report.skipped:,} not due" if report.skipped else ""


def _cut(text: str, screen: Screen, used: int) -> str:
    return fit(text, screen.width - used) if screen.live and cells(text) > screen.width - used else text

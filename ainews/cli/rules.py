"""`rule`: mutes and keeps stories by words, source or author, tries that out first, and lists what each rule does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ainews.cli import options, records
from ainews.cli.session import session
from ainews.cli.terminal import say
from ainews.cli.tree import Command, Group, new_app

if TYPE_CHECKING:
    from ainews.model import Story
    from ainews.pipeline.tastes import Effect

app = new_app(cls=Group, help="Mute or keep stories by rules of your own.")

LISTED = timedelta(days=7)


class In(StrEnum):
    """What a rule looks at."""

    WORDS = "words"
    REGEX = "regex"
    SOURCE = "source"
    AUTHOR = "author"


Pattern = Annotated[list[str], typer.Argument(metavar="PATTERN...", help="What to look for.")]
Field = Annotated[
    In,
    typer.Option(
        "--in",
        help="words: all of them in the title or the first sixty words; regex: found there; source: its id, address "
        "or part of its title; author: part of the name.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell which stories it would meet.")]
Since = Annotated[str, typer.Option("--since", metavar="TIME", help="With --dry-run: stories reported on since then.")]


@app.command("mute", cls=Command)
def mute(
    ctx: typer.Context,
    pattern: Pattern,
    field: Field = In.WORDS,
    dry_run: DryRun = False,
    since: Since = "7d",
    as_json: options.Json = False,
) -> None:
    """Hide stories all of whose items are met.

    A story that others tell as well stays, and muted items do not count for it. Whatever is hidden is counted where
    it would have stood.
    """
    _rule(ctx, "mute", field, pattern, since if dry_run else None, as_json=as_json)


@app.command("keep", cls=Command)
def keep(
    ctx: typer.Context,
    pattern: Pattern,
    field: Field = In.WORDS,
    dry_run: DryRun = False,
    since: Since = "7d",
    as_json: options.Json = False,
) -> None:
    """Never hide stories with an item that is met.

    It wins over every mute rule, and over a digest's limits for one source and one topic.
    """
    _rule(ctx, "keep", field, pattern, since if dry_run else None, as_json=as_json)


@app.command("list", cls=Command)
def list_rules(ctx: typer.Context, as_json: options.Json = False) -> None:
    """List the rules, and what each met in the last 7 days."""
    with session(ctx).services() as services:
        effects = services.rules(since=datetime.now(UTC) - LISTED)
    if as_json:
        for effect in effects:
            say(records.line(records.rule(effect)))
    elif not effects:
        say("no rules: `ainews rule mute WORDS --dry-run` tries one")
    else:
        for line in _table(effects):
            say(line)


@app.command("remove", cls=Command)
def remove(
    ctx: typer.Context,
    rule_id: Annotated[int, typer.Argument(metavar="RULE", help="The rule's number, as `ainews rule list` shows it.")],
) -> None:
    """Forget a rule."""
    this = session(ctx)
    with this.services() as services:
        services.remove_rule(rule_id)
    if not this.quiet:
        say(f"rule {rule_id} is gone")


def _rule(ctx: typer.Context, name: str, field: In, words: list[str], since: str | None, *, as_json: bool) -> None:
    """Add a rule, or try it where `since` is given."""
    from ainews.model.digests import RuleField, RuleKind

    this = session(ctx)
    kind, looks_at, pattern = RuleKind(name), RuleField(field.value), " ".join(words)
    with this.services() as services:
        if since is None:
            rule = services.add_rule(kind, looks_at, pattern)
        else:
            effect = services.try_rule(kind, looks_at, pattern, since=options.since(since))
    if since is not None:
        _print_trial(effect, as_json=as_json)
    elif as_json:
        say(records.line({"id": rule.id, "kind": rule.kind, "in": rule.field, "pattern": rule.pattern}))
    elif not this.quiet:
        say(f"rule {rule.id} holds from now on; `ainews rule remove {rule.id}` takes it back")


def _print_trial(effect: Effect, *, as_json: bool) -> None:
    if as_json:
        say(records.line(records.rule_trial(effect)))
        return
    for line in _trial(effect):
        say(line)


def _trial(effect: Effect) -> Iterator[str]:
    verb = f"would {effect.rule.kind}"
    yield f"{verb} {_stories(len(effect.stories))}, and meets {effect.items} item{'s' * (effect.items != 1)}"
    yield from map(_line, effect.stories)
    if effect.partly:
        yield f"would leave {_stories(len(effect.partly))} that others tell as well"
        yield from map(_line, effect.partly)
    yield "nothing is stored: leave out --dry-run to make it a rule"


def _line(story: Story) -> str:
    from ainews.cli.render_stories import title_of

    return f"  {story.id:>6}  {title_of(story)}"


def _stories(count: int) -> str:
    return f"{count} {'story' if count == 1 else 'stories'}"


def _table(effects: list[Effect]) -> Iterator[str]:
    from ainews.cli.terminal import clean

    yield f"{'rule':>4}  {'does':<4}  {'in':<6}  {'items':>5}  {'stories':>7}  pattern"
    for effect in effects:
        rule = effect.rule
        yield (
            f"{rule.id:>4}  {rule.kind:<4}  {rule.field:<6}  {effect.items:>5}  {len(effect.stories):>7}  "
            f"{clean(effect.pattern)}"
        )

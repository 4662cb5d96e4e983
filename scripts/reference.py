"""Write docs/reference/cli.md from the commands themselves; `make docs` runs it, a test compares the result."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ainews.cli import tree

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "cli.md"
WIDTH = 80

HEAD = """# The command line

Made from the commands by `make docs`. Every command has `--help`.

The global options, `--config`, `--store`, `--quiet` and `--verbose`, work before the command and after it. Settings
are taken from defaults, then `config.toml`, then the environment (`AINEWS_FETCH__IN_FLIGHT=32`), then options.

On a terminal, output has colour and fits the width; `NO_COLOR` leaves out every escape code. In a pipe it has one
plain line for each item or source. `--json` prints one object a line for lists, and one object for reports. Errors
are a line or two on standard error, also with `--json`.

`ainews --install-completion` teaches your shell the commands, options and sources.

## Exit codes

| code | meaning |
| --- | --- |
| 0 | done; failures of single sources are reported, not fatal |
| 1 | a fault of ainews itself, with its details in the log |
| 2 | wrong usage |
| 3 | wrong configuration |
| 4 | not found, in conflict, or not allowed |
| 5 | no source could be reached, or any failed with `--strict` |
| 6 | a model cannot be used, or would cost more than is allowed |
| 7 | the store is damaged, busy, full or cannot be written |
| 130 | interrupted |

## JSON fields

Names are stable; times are RFC 3339 in UTC, or null.

- **item** (`list`, `search`, `show`): `id`, `source` {`id`, `title`, `url`}, `title`, `url`, `author`, `published_at`,
  `arrived_at`, `story_id`, `summary` (the latest words about its story, or null), `read`, `starred`. `list --once` adds
  `others`: the ids of what else the list holds of its story, the newest first. `search` adds `score` and `snippet`,
  `similar` these and `same_story`. [search.md](search.md) says what a score is.
  `show` and `db export` add `html`, `categories`, `enclosures` [{`url`, `type`, `length`}], `language`, `updated_at`
  and `versions`: their number, or with `--versions` [{`number`, `replaced_at`, `title`, `html`}], the oldest first.
- **story** (`stories`, `story show` and `merge`): `id`, `title`, `size`, `sources` (how many), `first_at`, `last_at`,
  `score` (see [ranking.md](ranking.md)), `unread` (items), `items` [{`id`, `title`, `url`, `source`}], the oldest
  first. `stories` leaves out those that a rule mutes, unless `--muted`. `story split` prints {`story_id`}, where the
  items went.
- **reason** (`why`): `id`, `story_id`, `closest` (the item of the story that it is most like), `score` (of the item's
  place in its story), `signals` [{`name`, `value`, `weight`, `contribution`}] that add up to it. `rank` (of the story,
  at `--at`; null where all of it is dated later): `story_id`, `score` (of the story among others), `parts` [as signals]
  that add up to it, `learned` [interests], `muted_by` and `kept_by` (a rule's id or null), `digest` {`place`,
  `left_out` (why)}, in a digest of the last day.
- **interest** (`interests`): `kind` (`term`, `tag` or `source`), `name`, `title`, `weight`, `learned`; where it was
  learned, `opened` of the `seen` items with it were opened.
- **rule** (`rule list`): `id`, `kind` (`mute` or `keep`), `in`, `pattern`, `title`, `created_at`; of the last 7 days
  `items` that it met and `stories` that it muted or kept. With `--dry-run`: `kind`, `in`, `pattern`, `items`,
  `stories` [{`id`, `title`}] that it would mute or keep, `partly` [{`id`, `title`}] that others tell as well.
- **source** (`source list`, `show`, `add`): `id`, `url`, `title`, `kind`, `folder`, `items`, `state`, `last_ok`,
  `next_due`, `error`. `add` adds `new`. `state` is {states}.
- **ingest report** (`ingest`): `sources` {`polled`, `changed`, `unchanged`, `failed`, `skipped`}, `items` {`new`,
  `changed`, `seen`}, `stories` {`new`, `grown`}, `failures` [{`source`, `kind`, `message`, `next_try`}], `seconds`.
  `kind` is {kinds}.
- **feed found** (`source test`): `asked`, `url`, `kind`, `format`, `title`, `site_url`, `items` [{`title`, `url`,
  `published_at`}], `warnings`, `candidates` [{`url`, `title`, `type`}].
- **import** (`source import`): `added`, `known`, `problems`.
- **grades** (`eval stories`, `dedupe`, `search`): `file`, `embedder`, figures that depend on the format and stand in
  [search.md](search.md#grading), `seconds`.
- **costs** (`costs`): `days` [{`day`, `model`, `calls`, `tokens_in`, `tokens_out`, `cost`, `reserved`}], the latest
  first, `today` and `month` {`cost`, `cap`}. With `--estimate`: `model` (null where none is chosen), `stories`,
  `asked`, `cached`, `tokens_in`, `tokens_out`, `cost`, each at most, then `today` and `month`.
- **counts**: `list --count` {`items`, `stories`}, `mark` {`marked`}, `star` {`starred`} or {`unstarred`}.
- **store** (`db check`): `ok`, `problems`; (`db stats`): `path`, `engine`, `schema_version`, `size_bytes`, `sources`,
  `items`, `versions`, `tombstones`, `stars`, `unread`, `first_arrival`, `last_arrival`.

## Commands
"""


def reference() -> str:
    """Return the whole page."""
    from ainews.model import FailureKind, SourceState

    facts = {"states": SourceState, "kinds": FailureKind}
    head = HEAD
    for name, words in facts.items():
        head = head.replace(f"{{{name}}}", _listed(words))
    return head + "".join(f"\n### {path}\n\n```text\n{text}\n```\n" for path, text in _pages())


def _pages() -> Iterator[tuple[str, str]]:
    root = tree.root()
    yield "ainews", _help(root, "ainews")
    for name in tree.COMMANDS:
        command = tree.command(name)
        yield f"ainews {name}", _help(command, f"ainews {name}")
        for inner, leaf in getattr(command, "commands", {}).items():
            yield f"ainews {name} {inner}", _help(leaf, f"ainews {name} {inner}")


def _help(command: Any, path: str) -> str:
    with command.make_context(path, [], resilient_parsing=True, terminal_width=WIDTH - 2) as context:
        return str(command.get_help(context)).rstrip()


def _listed(words: Any) -> str:
    """Return words as `a`, `b` or `c`, on lines of their own width."""
    *most, last = (f"`{word.value}`" for word in words)
    lines, line = [], ""
    for word in [f"{each}," for each in most[:-1]] + [most[-1], "or", last]:
        if len(line) + len(word) > 100:
            lines.append(line.rstrip())
            line = ""
        line += f"{word} "
    return "\n  ".join([*lines, line.rstrip()])


def main() -> None:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(reference(), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()

"""Words about stories, kept by what they rest on, and the texts they are made of; nothing is summarized here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from ainews.errors import StoreBusy, StoreFull, StoreReadOnly
from ainews.model import ItemText
from ainews.model.digests import Summary
from ainews.store.engine import Engine, Row
from ainews.store.rows import sentences_from, sentences_text
from ainews.text.html import text_of_sanitized
from ainews.text.instants import from_ms, to_ms

TEXT_CHARS = 3_000
"""What matters of a news item is said by then."""

UNWRITABLE = (StoreReadOnly, StoreBusy, StoreFull)
"""What keeps summaries from being kept, and is no reason to have none."""

_HTML_CHARS = 12_000

Keyed = tuple[bytes, Summary]


class Summaries:
    """Summaries by content key: a hash of all that a summary depends on."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def texts(self, item_ids: Sequence[int]) -> dict[int, ItemText]:
        """Return the beginnings of these items, by id; removed ones are left out."""
        rows = self._engine.rows("summary.texts", ids=list(item_ids), html_chars=_HTML_CHARS)
        return {row["id"]: _text_of(row) for row in rows}

    def known(self, keys: Iterable[bytes]) -> dict[bytes, Summary]:
        """Return which of these were saved before."""
        with self._engine.read() as session:
            found = {key: session.row("summary.get", content_key=key) for key in keys}
        return {key: _summary_of(row) for key, row in found.items() if row is not None}

    def save(self, summaries: Sequence[Keyed]) -> None:
        """Keep summaries, each in place of an earlier one of the same key."""
        with self._engine.write() as session:
            session.many("summary.save", [_row(key, summary) for key, summary in summaries])

    def keep(self, summaries: Sequence[Keyed]) -> None:
        """Save summaries if the store can be written; whoever only reads it sees them all the same."""
        if summaries:
            with suppress(*UNWRITABLE):
                self.save(summaries)

    def of_stories(self, story_ids: Sequence[int]) -> dict[int, Summary]:
        """Return the latest words about each of these stories, where there are any."""
        rows = self._engine.rows("summary.of_stories", ids=list(story_ids))
        return {row["story_id"]: _summary_of(row) for row in rows}


def _text_of(row: Row) -> ItemText:
    text = text_of_sanitized(_uncut(row["html"]))[:TEXT_CHARS]
    return ItemText(row["id"], row["title"], text, row["url"])


def _uncut(html: str) -> str:
    """Take off a tag that was cut in the middle."""
    whole, _, last = html.rpartition("<")
    return html if ">" in last or not whole else whole


def _row(key: bytes, summary: Summary) -> dict[str, object]:
    return {
        "content_key": key,
        "story_id": summary.story_id,
        "revision": summary.revision,
        "sentences": sentences_text(summary.sentences),
        "method": summary.method,
        "model": summary.model,
        "prompt": summary.prompt,
        "tokens_in": summary.tokens_in,
        "tokens_out": summary.tokens_out,
        "cost_micros": summary.cost_micros,
        "fallback": summary.fallback,
        "made_ms": to_ms(summary.made_at),
    }


def _summary_of(row: Row) -> Summary:
    return Summary(
        story_id=row["story_id"],
        revision=row["revision"],
        sentences=sentences_from(row["sentences"]),
        made_at=from_ms(row["made_ms"]),
        method=row["method"],
        model=row["model"],
        prompt=row["prompt"],
        tokens_in=row["tokens_in"],
        tokens_out=row["tokens_out"],
        cost_micros=row["cost_micros"],
        fallback=row["fallback"],
    )

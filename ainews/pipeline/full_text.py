"""Replaces a feed's teasers by the main text of each item's own page, a few pages a poll."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from msgspec.structs import replace

from ainews.model import Changed, CleanDraft, Landing, Source
from ainews.ports import Polls

PAGES_A_POLL = 30

OnThread = Callable[..., Awaitable[CleanDraft]]


async def complete(landing: Landing, source: Source, polls: Polls, on_thread: OnThread) -> Landing:
    """Return the landing with the full text of its newest items, at most `PAGES_A_POLL` of them.

    An item keeps the feed's own text where its page cannot be had or holds less.
    """

    async def one(draft: CleanDraft) -> CleanDraft:
        if not draft.draft.url:
            return draft
        fetched = await polls.get(draft.draft.url, allow_private=source.options.allow_private)
        return await on_thread(fuller, draft, fetched) if isinstance(fetched, Changed) else draft

    new = await asyncio.gather(*(one(draft) for draft in landing.new[:PAGES_A_POLL]))
    changed = await asyncio.gather(*(one(draft) for _, draft in landing.changed[:PAGES_A_POLL]))
    return replace(
        landing,
        new=(*new, *landing.new[PAGES_A_POLL:]),
        changed=(
            *((item_id, draft) for (item_id, _), draft in zip(landing.changed, changed, strict=False)),
            *landing.changed[PAGES_A_POLL:],
        ),
    )


def fuller(draft: CleanDraft, page: Changed) -> CleanDraft:
    """Return the draft with the page's main text, if that is longer than the feed's."""
    from ainews import parse

    html = parse.full_text(page.body, page.url)
    if html is None:
        return draft
    found = parse.clean(replace(draft.draft, html=html))
    return found if len(found.text) > len(draft.text) else draft

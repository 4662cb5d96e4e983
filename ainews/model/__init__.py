"""The nouns of ainews, as frozen structs; no behaviour beyond what follows from their own fields.

Times are aware UTC datetimes. `Source -> Fetched -> Draft -> CleanDraft -> Item -> Story -> Digest`. Those of a
digest stand in `model.digests` and are not gathered here, so that a command that only lists pays nothing for them.
"""

from __future__ import annotations

from ainews.model.items import Counts, Item, ItemBody, ItemFilter, ItemText, Matches, Version
from ainews.model.polls import (
    Changed,
    CleanDraft,
    Document,
    Draft,
    Enclosure,
    Failed,
    Failure,
    Fetched,
    IngestReport,
    Known,
    Landed,
    Landing,
    Unchanged,
)
from ainews.model.sources import (
    FailureKind,
    Health,
    Move,
    Selectors,
    Source,
    SourceKind,
    SourceOptions,
    SourceRef,
    SourceState,
    SourceUpdate,
    Subscription,
    Validators,
)
from ainews.model.stories import (
    Assigned,
    DueItem,
    KnownItem,
    Regrouped,
    Sentence,
    Signal,
    StoriesReport,
    Story,
    StoryText,
)

__all__ = [
    "OWNER_ID",
    "Assigned",
    "Changed",
    "CleanDraft",
    "Counts",
    "Document",
    "Draft",
    "DueItem",
    "Enclosure",
    "Failed",
    "Failure",
    "FailureKind",
    "Fetched",
    "Health",
    "IngestReport",
    "Item",
    "ItemBody",
    "ItemFilter",
    "ItemText",
    "Known",
    "KnownItem",
    "Landed",
    "Landing",
    "Matches",
    "Move",
    "Regrouped",
    "Selectors",
    "Sentence",
    "Signal",
    "Source",
    "SourceKind",
    "SourceOptions",
    "SourceRef",
    "SourceState",
    "SourceUpdate",
    "StoriesReport",
    "Story",
    "StoryText",
    "Subscription",
    "Unchanged",
    "Validators",
    "Version",
]

OWNER_ID = 1
"""The user that the command line acts for; made with the store."""

"""Drafts made fit to store. The only caller of the sanitizer while feeds are ingested."""

from __future__ import annotations

from ainews.model import CleanDraft, Draft
from ainews.text.hashing import digest
from ainews.text.html import sanitize, text_of_sanitized
from ainews.text.urls import url_key

_CONTENT_HASH_BYTES = 12  # each item keeps one, its vector and its place in a story another


def clean_draft(draft: Draft) -> CleanDraft:
    """See `parse.clean`."""
    html = sanitize(draft.html)
    text = text_of_sanitized(html)
    return CleanDraft(
        draft=draft,
        html=html,
        text=text,
        content_hash=digest(draft.title, text.replace("\n", " "))[:_CONTENT_HASH_BYTES],
        url_key=url_key(draft.url),
    )

"""Drafts made fit to store. The only caller of the sanitizer while feeds are ingested."""

from __future__ import annotations

from ainews.model import CleanDraft, Draft
from ainews.text.hashing import digest
from ainews.text.html import plain_text, sanitize
from ainews.text.urls import url_key


def clean_draft(draft: Draft) -> CleanDraft:
    """See `parse.clean`."""
    html = sanitize(draft.html)
    text = plain_text(html)
    return CleanDraft(
        draft=draft,
        html=html,
        text=text,
        content_hash=digest(draft.title, " ".join(text.split())),
        url_key=url_key(draft.url),
    )

"""The main part of a page, for sources that only tease; bounded in size, never raises."""

from __future__ import annotations

from ainews.parse.encoding import to_utf8

_PAGE_BYTES = 2 * 1024 * 1024
_SHORTEST = 200
"""Characters below which what was found is more likely a cookie notice than an article."""


def main_html(body: bytes, url: str) -> str | None:
    """See `parse.full_text`."""
    if len(body) > _PAGE_BYTES:
        return None
    import trafilatura

    page = to_utf8(body).decode("utf-8", "replace")
    try:
        html = trafilatura.extract(
            page, url=url or None, output_format="html", include_images=True, include_links=True, include_comments=False
        )
    except Exception:  # any page of the world goes in here, and one item's text is not worth an ingest
        return None
    return html if html and len(html) >= _SHORTEST else None

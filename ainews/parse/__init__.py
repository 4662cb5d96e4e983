"""Documents into drafts: RSS, Atom, RDF, JSON Feed, and pages by selectors. No network, no store.

The functions here import what does the work when they are first called: lxml and its kind are
heavy, and most commands never parse.
"""

from __future__ import annotations

from ainews.model import CleanDraft, Document, Draft, Selectors
from ainews.parse.candidates import Candidate
from ainews.parse.pieces import Pieces, cut

__all__ = ["Candidate", "Pieces", "clean", "cut", "discover", "full_text", "parse", "scrape"]


def parse(body: bytes, *, url: str = "", content_type: str = "", charset: str | None = None) -> Document:
    """Read a feed document of any kind; raises ParseError where it is none.

    url      where it came from, the base of relative links
    charset  from the Content-Type header
    """
    from ainews.parse.document import read_document

    return read_document(body, url=url, content_type=content_type, charset=charset)


def clean(draft: Draft) -> CleanDraft:
    """Make a draft fit to store: sanitized, with its text and the hashes to compare it by."""
    from ainews.parse.cleaning import clean_draft

    return clean_draft(draft)


def discover(body: bytes, url: str) -> list[Candidate]:
    """Find the feeds that a page points to, best first."""
    from ainews.parse.discovery import feeds_of_page

    return feeds_of_page(body, url)


def scrape(body: bytes, selectors: Selectors, url: str) -> Document:
    """Read a page without a feed by CSS selectors; raises ParseError where they pick nothing."""
    from ainews.parse.scraping import scrape_page

    return scrape_page(body, selectors, url)


def full_text(body: bytes, url: str) -> str | None:
    """Return the main part of a page as HTML, not sanitized; None where there is none."""
    from ainews.parse.extraction import main_html

    return main_html(body, url)

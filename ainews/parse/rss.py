"""RSS 0.9x, 1.0 (RDF) and 2.0, with the modules people use; a tree in, a Document out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from ainews.model import Document, Enclosure
from ainews.parse.drafts import Finding, drafts_of, joined_names
from ainews.parse.elements import Fields, Scope, text_of
from ainews.parse.markup import guessed_title, html_from_text, rss_html
from ainews.parse.names import Names, slots
from ainews.parse.xml import Element
from ainews.text.dates import parse_date
from ainews.text.hashing import digest
from ainews.text.language import normalize
from ainews.text.urls import absolute

_SLOTS = slots(
    channel="channel",
    item="item entry",
    title="title atom:title dc:title media:title itunes:title",
    guid="guid atom:id id dc:identifier",
    link="feedburner:origlink link atom:link",
    published="pubdate dc:date dcterms:issued dcterms:created atom:published atom:issued date",
    updated="atom:updated dcterms:modified atom:modified updated",
    author="author dc:creator dc:author itunes:author creator managingeditor atom:author",
    category="category dc:subject atom:category media:category itunes:category",
    keywords="itunes:keywords",
    content="content:encoded xhtml:body xhtml:div body fullitem content atom:content"
    " description atom:summary summary dc:description itunes:summary",
    described="media:description media:text",
    enclosure="enclosure",
    group="media:group",
    media="media:content",
    language="dc:language language",
    ttl="ttl",
    period="sy:updateperiod",
    frequency="sy:updatefrequency",
)
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RDF_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_LONGEST_TTL = timedelta(days=365)
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": _LONGEST_TTL,
}


def read_rss(root: Element, url: str) -> Document:
    """Read an `rss`, `rdf:RDF` or bare `channel` tree that came from `url`."""
    names = Names(root.tag, _SLOTS)
    channel = next((child for child in root if names[child.tag] == "channel"), root)
    scope = Scope(url).within(root).within(channel)
    fields = Fields(channel, names)
    site_url = _link(fields, scope.base or url)
    title = guessed_title(fields.text("title"))
    language = normalize(fields.text("language")) or normalize(scope.language)
    findings = [_finding(item, names, scope, site_url, language) for item in _items(root, channel, fields, names)]
    drafts, warnings = drafts_of(findings)
    return Document(
        format=_format(root),
        title=title,
        site_url=site_url or None,
        language=language,
        identity=digest("rss", title),
        ttl=_ttl(fields),
        drafts=drafts,
        warnings=warnings,
    )


def media_enclosures(fields: Fields, base: str) -> dict[str, Enclosure]:
    """Return the playable and viewable files of Media RSS, by address."""
    found: dict[str, Enclosure] = {}
    for element in fields.all("media"):
        kind = element.get("type") or ""
        if (element.get("medium") or kind.partition("/")[0]) in ("audio", "video", "image"):
            found |= _enclosure(element, base, size="fileSize")
    return found


def _items(root: Element, channel: Element, fields: Fields, names: Names) -> Sequence[Element]:
    """Inside the channel, beside it (RDF), or wherever a careless author put them."""
    items = [*fields.all("item")]
    if channel is not root:
        items += [child for child in root if names[child.tag] == "item"]
    return items or [element for element in root.iter() if names[element.tag] == "item"]


def _finding(item: Element, names: Names, scope: Scope, site_url: str, feed_language: str | None) -> Finding:
    scope = scope.within(item)
    fields = Fields(item, names)
    url = _link(fields, scope.base or site_url or scope.url) or _permalink(fields)
    html, within = _content(fields, scope)
    published, updated = parse_date(fields.text("published")), parse_date(fields.text("updated"))
    return Finding(
        guid=_guid(item, fields),
        url=url,
        title=guessed_title(fields.text("title")),
        html=html,
        base=within.base or url or site_url or scope.url,
        author=joined_names(fields.texts_of_best("author")),
        published=published or updated,
        updated=updated,
        categories=_categories(fields),
        enclosures=_enclosures(fields, scope.base or url or scope.url),
        language=language_of(fields, within, feed_language),
    )


def language_of(fields: Fields, scope: Scope, of_feed: str | None) -> str | None:
    """Return an item's language; an empty xml:lang says that none is known, whatever the feed's is."""
    if named := normalize(fields.text("language")):
        return named
    return of_feed if scope.language is None else normalize(scope.language)


def _guid(item: Element, fields: Fields) -> str:
    return (item.get(_RDF_ABOUT) or "").strip() or fields.text("guid")


def _link(fields: Fields, base: str) -> str:
    for element in fields.all("link"):
        address = text_of(element).strip() or element.get("href") or element.get(_RDF_RESOURCE) or ""
        if address.strip() and element.get("rel", "alternate") == "alternate":
            return absolute(base, address)
    return ""


def _permalink(fields: Fields) -> str:
    """A guid is an address unless it says otherwise (RSS 2.0); few that are not look like one."""
    for element in fields.all("guid"):
        text = text_of(element).strip()
        if text.startswith(("http://", "https://")) and element.get("isPermaLink", "true").lower() != "false":
            return text
    return ""


def _content(fields: Fields, scope: Scope) -> tuple[str, Scope]:
    """Return the longest of what may be the item's text, and the base and language that hold in it."""
    best, within = "", scope
    for element in fields.all("content"):
        if len(html := rss_html(element)) > len(best):
            best, within = html, scope.within(element)
    if best:
        return best, within
    for element in fields.all("described"):
        text = text_of(element)
        return (text if element.get("type") == "html" else html_from_text(text)), within
    return "", within


def _categories(fields: Fields) -> tuple[str, ...]:
    elements, keywords = fields.all("category"), fields.text("keywords")
    found = [
        " ".join((text_of(element).strip() or element.get("term") or element.get("text") or "").split())
        for element in elements
    ]
    found += [word.strip() for word in keywords.split(",")] if keywords else []
    return tuple(dict.fromkeys([name for name in found if name])) if found else ()


def _enclosures(fields: Fields, base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for element in fields.all("enclosure"):
        found |= _enclosure(element, base, size="length")
    for element in fields.all("link"):
        if element.get("rel") == "enclosure":
            found |= _enclosure(element, base, size="length")
    for address, enclosure in media_enclosures(fields, base).items():
        found.setdefault(address, enclosure)
    return tuple(found.values())


def _enclosure(element: Element, base: str, *, size: str) -> dict[str, Enclosure]:
    address = (element.get("url") or element.get("href") or "").strip()
    if not address:
        return {}
    url = absolute(base, address)
    return {url: Enclosure(url, (element.get("type") or "").strip(), whole(element.get(size)))}


def whole(text: object) -> int | None:
    """Return a count of bytes that a database can hold, None for anything else."""
    digits = str(text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None


def _ttl(fields: Fields) -> timedelta | None:
    minutes = whole(fields.text("ttl"))
    if minutes:
        return min(timedelta(minutes=min(minutes, 10**6)), _LONGEST_TTL)
    period = _PERIODS.get(fields.text("period").lower())
    return period / max(1, min(whole(fields.text("frequency")) or 1, 1000)) if period else None


def _format(root: Element) -> str:
    if root.tag.lower().endswith("rdf"):
        is_09 = any(isinstance(child.tag, str) and "my.netscape.com" in child.tag for child in root)
        return "rss090" if is_09 else "rss10"
    version = (root.get("version") or "").strip()
    if version.startswith("2"):
        return "rss20"
    return f"rss{version.replace('.', '')}" if version in ("0.90", "0.91", "0.92", "0.93", "0.94") else "rss"

"""Atom 1.0 (RFC 4287) and 0.3; a tree in, a Document out."""

from __future__ import annotations

from ainews.model import Document, Enclosure
from ainews.parse.drafts import Finding, drafts_of, joined_names
from ainews.parse.elements import Fields, Scope, text_of
from ainews.parse.markup import atom_html, atom_title, guessed_html, guessed_title, html_from_text
from ainews.parse.names import Names
from ainews.parse.rss import media_enclosures, whole
from ainews.parse.xml import Element
from ainews.text.dates import parse_date
from ainews.text.hashing import digest
from ainews.text.language import normalize
from ainews.text.urls import absolute

_PUBLISHED = ("published", "issued", "created", "dc:date", "dcterms:issued", "pubdate")
_UPDATED = ("updated", "modified", "dcterms:modified")


def read_atom(root: Element, url: str) -> Document:
    """Read a `feed` tree, or a lone `entry`, that came from `url`."""
    names = Names(root.tag)
    scope = Scope(url).within(root)
    fields = Fields(root, names)
    entries = [root] if names[root.tag] == "entry" else list(fields.all("entry", "item"))
    title = _title(fields)
    language = normalize(scope.language) or normalize(fields.text("dc:language", "language"))
    author = _authors(fields, names)
    return Document(
        format="atom03" if root.get("version") == "0.3" or "purl.org/atom" in root.tag else "atom10",
        title=title,
        site_url=_link(fields, scope) or None,
        language=language,
        identity=digest("atom", fields.text("id") or title),
        drafts=drafts_of([_finding(entry, names, scope, author, language) for entry in entries]),
    )


def _finding(entry: Element, names: Names, scope: Scope, feed_author: str, feed_language: str | None) -> Finding:
    scope = scope.within(entry)
    fields = Fields(entry, names)
    guid = fields.text("id", "guid")
    url = _link(fields, scope) or (guid if guid.startswith(("http://", "https://")) else "")
    html, base = _content(fields, scope)
    published, updated = parse_date(fields.text(*_PUBLISHED)), parse_date(fields.text(*_UPDATED))
    return Finding(
        guid=guid,
        url=url,
        title=_title(fields),
        html=html,
        base=base or url or scope.url,
        author=_authors(fields, names) or _source_author(fields, names) or feed_author,
        published=published or updated,
        updated=updated,
        categories=tuple(dict.fromkeys(_categories(fields))),
        enclosures=_enclosures(fields, scope.base or scope.url),
        language=_language(fields, scope) or feed_language,
    )


def _title(fields: Fields) -> str:
    element = fields.first("title")
    return atom_title(element) if element is not None else guessed_title(fields.text("dc:title", "media:title"))


def _link(fields: Fields, scope: Scope) -> str:
    """Return the page of the entry: the alternate that is HTML, or any alternate, or any link to a page."""
    best, best_score = "", 0
    for element in fields.all("link"):
        address = (element.get("href") or text_of(element)).strip()
        score = _link_score(element.get("rel") or "alternate", element.get("type") or "text/html")
        if address and score > best_score:
            best, best_score = absolute(scope.within(element).base or scope.url, address), score
    return best


def _link_score(rel: str, kind: str) -> int:
    is_page = "html" in kind
    if rel.rpartition("/")[2] == "alternate":
        return 3 if is_page else 2
    return 1 if rel in ("related", "via") and is_page else 0


def _content(fields: Fields, scope: Scope) -> tuple[str, str]:
    best, base = "", scope.base
    for element in (fields.first("content"), fields.first("summary")):
        if element is not None and len(html := atom_html(element)) > len(best):
            best, base = html, scope.within(element).base
    if not best:
        best = guessed_html(fields.text("content:encoded", "description")) or html_from_text(
            fields.text("media:description")
        )
    return best, base


def _authors(fields: Fields, names: Names) -> str:
    found = joined_names([_person(element, names) for element in fields.all("author")])
    return found or joined_names(fields.texts("dc:creator"))


def _person(element: Element, names: Names) -> str:
    person = Fields(element, names)
    return person.text("name") or person.text("email") or (element.text or "")


def _source_author(fields: Fields, names: Names) -> str:
    return "".join([_authors(Fields(source, names), names) for source in fields.all("source")][:1])


def _categories(fields: Fields) -> list[str]:
    found = [
        name.strip()
        for element in fields.all("category")
        if (name := element.get("label") or element.get("term") or text_of(element)) and name.strip()
    ]
    return found + fields.texts("dc:subject", "media:category")


def _enclosures(fields: Fields, base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for element in fields.all("link"):
        if element.get("rel") == "enclosure" and (address := element.get("href")):
            url = absolute(base, address)
            found[url] = Enclosure(url, element.get("type") or "", whole(element.get("length")))
    return tuple((media_enclosures(fields, base) | found).values())


def _language(fields: Fields, scope: Scope) -> str | None:
    content = fields.first("content", "summary")
    return normalize((scope.within(content) if content is not None else scope).language)

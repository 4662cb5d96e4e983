"""Atom 1.0 (RFC 4287) and 0.3; a tree in, a Document out."""

from __future__ import annotations

from ainews.model import Document, Enclosure
from ainews.parse.drafts import Finding, drafts_of, joined_names
from ainews.parse.elements import Fields, Scope, text_of
from ainews.parse.markup import atom_html, atom_title, guessed_html, html_from_text
from ainews.parse.names import Names, slots
from ainews.parse.rss import language_of, media_enclosures, whole
from ainews.parse.xml import Element
from ainews.text.dates import parse_date
from ainews.text.hashing import digest
from ainews.text.language import normalize
from ainews.text.urls import absolute

_SLOTS = slots(
    entry="entry item",
    title="title dc:title media:title",
    id="id guid",
    link="link",
    published="published issued created dc:date dcterms:issued pubdate",
    updated="updated modified dcterms:modified",
    author="author dc:creator",
    source="source",
    name="name",
    email="email",
    category="category dc:subject media:category",
    content="content summary",
    escaped="content:encoded description",
    described="media:description",
    group="media:group",
    media="media:content",
    language="dc:language language",
)


def read_atom(root: Element, url: str) -> Document:
    """Read a `feed` tree, or a lone `entry`, that came from `url`."""
    names = Names(root.tag, _SLOTS)
    scope = Scope(url).within(root)
    fields = Fields(root, names)
    title = _title(fields)
    language = normalize(scope.language) or normalize(fields.text("language"))
    author = _authors(fields, names)
    entries = [root] if names[root.tag] == "entry" else fields.all("entry")
    drafts, warnings = drafts_of([_finding(entry, names, scope, author, language) for entry in entries])
    return Document(
        format="atom03" if root.get("version") == "0.3" or "purl.org/atom" in root.tag else "atom10",
        title=title,
        site_url=_link(fields, scope) or None,
        language=language,
        identity=digest("atom", fields.text("id") or title),
        drafts=drafts,
        warnings=warnings,
    )


def _finding(entry: Element, names: Names, scope: Scope, feed_author: str, feed_language: str | None) -> Finding:
    scope = scope.within(entry)
    fields = Fields(entry, names)
    guid = fields.text("id")
    url = _link(fields, scope) or (guid if guid.startswith(("http://", "https://")) else "")
    html, content = _content(fields, scope)
    published, updated = parse_date(fields.text("published")), parse_date(fields.text("updated"))
    return Finding(
        guid=guid,
        url=url,
        title=_title(fields),
        html=html,
        base=content.base or url or scope.url,
        author=_authors(fields, names) or _source_author(fields, names) or feed_author,
        published=published or updated,
        updated=updated,
        categories=_categories(fields),
        enclosures=_enclosures(fields, scope.base or scope.url),
        language=language_of(fields, content, feed_language),
    )


def _title(fields: Fields) -> str:
    for element in fields.all("title"):
        if title := atom_title(element):
            return title
    return ""


def _link(fields: Fields, scope: Scope) -> str:
    """Return the page of the entry: the alternate that is HTML, or any alternate, or any link to a page."""
    best, best_score = "", 0
    for element in fields.all("link"):
        score = _link_score(element.get("rel") or "alternate", element.get("type") or "text/html")
        if score > best_score and (address := (element.get("href") or text_of(element)).strip()):
            best, best_score = absolute(scope.within(element).base or scope.url, address), score
    return best


def _link_score(rel: str, kind: str) -> int:
    is_page = "html" in kind
    if rel == "alternate" or rel.endswith("/alternate"):
        return 3 if is_page else 2
    return 1 if rel in ("related", "via") and is_page else 0


def _content(fields: Fields, scope: Scope) -> tuple[str, Scope]:
    """Return the longest of content and summary, and the base and language that hold in it."""
    best, within = "", scope
    for element in fields.all("content"):
        if len(html := atom_html(element)) > len(best):
            best, within = html, scope.within(element)
    if not best:
        best = guessed_html(fields.text("escaped")) or html_from_text(fields.text("described"))
    return best, within


def _authors(fields: Fields, names: Names) -> str:
    people = fields.all("author")
    return joined_names([_person(element, names) for element in people]) if people else ""


def _person(element: Element, names: Names) -> str:
    if not len(element):
        return element.text or ""
    person = Fields(element, names)
    return person.text("name") or person.text("email") or (element.text or "")


def _source_author(fields: Fields, names: Names) -> str:
    for source in fields.all("source"):
        return _authors(Fields(source, names), names)
    return ""


def _categories(fields: Fields) -> tuple[str, ...]:
    elements = fields.all("category")
    found = [" ".join((one.get("label") or one.get("term") or text_of(one)).split()) for one in elements]
    return tuple(dict.fromkeys([name for name in found if name])) if found else ()


def _enclosures(fields: Fields, base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = media_enclosures(fields, base)
    for element in fields.all("link"):
        if element.get("rel") == "enclosure" and (address := element.get("href")):
            url = absolute(base, address)
            found[url] = Enclosure(url, element.get("type") or "", whole(element.get("length")))
    return tuple(found.values())

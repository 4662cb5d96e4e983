"""Names of elements without their namespaces' many spellings (`title`, `dc:creator`), and the slot each one fills."""

from __future__ import annotations

from collections.abc import Mapping

from ainews.parse.xml import Element

_PREFIXES = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://example.com/newformat#": "atom",
    "http://example.com/necho": "atom",
    "http://purl.org/echo/": "atom",
    "uri/of/echo/namespace#": "atom",
    "http://purl.org/pie/": "atom",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/rss/1.0/modules/dc/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://video.search.yahoo.com/mrss": "media",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1998/math/mathml": "math",
    "http://www.w3.org/2000/svg": "svg",
}
_RSS = (
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/",
    "http://channel.netscape.com/",
    "http://backend.userland.com/",
    "http://blogs.law.harvard.edu/tech/rss",
    "http://www.rssboard.org/",
    "http://purl.org/net/rss1.1#",
)


Slots = Mapping[str, tuple[str, int]]


def slots(**names: str) -> Slots:
    """Return a table from the name of an element to where it belongs and its rank there, the first name best."""
    return {name: (slot, rank) for slot, wanted in names.items() for rank, name in enumerate(wanted.split())}


class Names(dict[str, str]):
    """Maps a tag as lxml has it (`{namespace}local`) to its slot, "" where nobody wants it.

    The root's own namespace counts as no namespace.
    """

    def __init__(self, root_tag: str, wanted: Slots) -> None:
        super().__init__()
        self._own = root_tag[1 : root_tag.index("}")].lower() if root_tag[:1] == "{" else ""
        self._wanted = wanted
        self._ranks: dict[str, int] = {}

    def rank(self, element: Element) -> int:
        """Return how good a source of its slot an element is; 0 is best."""
        return self._ranks.get(element.tag, 0)

    def __missing__(self, tag: str) -> str:
        slot, self._ranks[tag] = self._wanted.get(self._name(tag), ("", 0))
        self[tag] = slot
        return slot

    def _name(self, tag: object) -> str:
        if not isinstance(tag, str):  # an entity that was not resolved
            return ""
        if tag[:1] != "{":
            return tag.lower()
        namespace, _, local = tag[1:].partition("}")
        namespace, local = namespace.lower(), local.lower()
        prefix = _PREFIXES.get(namespace)
        if namespace == self._own or (prefix is None and namespace.startswith(_RSS)):
            return local
        if prefix == "atom" and _PREFIXES.get(self._own) == "atom":
            return local
        return f"{prefix or namespace}:{local}"

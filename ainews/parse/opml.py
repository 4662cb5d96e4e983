"""Lists of feeds as OPML, read from whatever readers export and written as 2.0; polls and stores nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from ainews.errors import ParseError
from ainews.parse.opml_tree import opml_tree

if TYPE_CHECKING:
    from lxml.etree import _Element

FOLDER_SEPARATOR = " / "
MAX_BYTES = 10 * 1024 * 1024
MAX_FEEDS = 20_000
MAX_URL_CHARS = 4_000
MAX_NESTING = 20
MAX_PROBLEMS = 500
_NOT_FEEDS = {"vfolder", "rule"}  # saved searches of Liferea, which give them an xmlUrl

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BARE_HOST = re.compile(r"(?!.*://)[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?([/?].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """One feed of a list. `folder` is the path of nested folders, joined by " / "."""

    url: str
    title: str = ""
    site_url: str | None = None
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Opml:
    """A list of feeds; `problems` says, a sentence each, what was left out or guessed."""

    title: str
    feeds: tuple[OpmlFeed, ...]
    problems: tuple[str, ...] = ()


def read_opml(body: bytes) -> Opml:
    """Read every feed that can be made out, in the order of the document; each address once.

    Raises ParseError when it is no list of feeds at all, is too big, or declares
    entities: a list has no use for them, and a few lines of them fill the memory.
    """
    if len(body) > MAX_BYTES:
        raise ParseError(f"the list is larger than {MAX_BYTES // 1024**2} MiB", kind="not-a-feed")
    root, problems = opml_tree(body)
    reader = _Reader(problems=problems)
    reader.read(root)
    if not reader.feeds:
        if not _elements(root, "outline") and not _elements(root, "opml"):
            raise ParseError("this is no OPML list of feeds: it has no outline", kind="not-a-feed")
        problems.append("it lists no feed that could be read")
    return Opml(_title(root), tuple(reader.feeds.values()), tuple(problems))


def write_opml(title: str, feeds: Iterable[OpmlFeed]) -> bytes:
    """Write OPML 2.0 that `read_opml` reads back alike, feeds grouped by folder."""
    top = _Folder()
    for feed in feeds:
        top.inner(_folder_parts(feed.folder or "")).feeds.append(feed)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{escape(_line(title))}</title></head>",
        "  <body>",
        *top.lines("    "),
        "  </body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode()


@dataclass(slots=True)
class _Reader:
    """Collects feeds by address while it walks the outlines."""

    problems: list[str]
    feeds: dict[str, OpmlFeed] = field(default_factory=dict)

    def read(self, root: _Element) -> None:
        waiting: list[tuple[_Element, tuple[str, ...]]] = [(root, ())]
        while waiting and len(self.feeds) < MAX_FEEDS:
            element, folders = waiting.pop()
            inside = self.outline(element, folders) if _local(element) == "outline" else folders
            if inside is not None:
                waiting.extend((child, inside) for child in reversed(element) if isinstance(child.tag, str))
        if waiting and len(self.feeds) == MAX_FEEDS:
            self.problems.append(f"only the first {MAX_FEEDS:,} feeds were read")

    def outline(self, element: _Element, folders: tuple[str, ...]) -> tuple[str, ...] | None:
        """Take in one outline and return the folders of what is inside; None where that is no list."""
        said = {name.lower(): value.strip() for name, value in element.attrib.items() if isinstance(name, str)}
        name = _line(said.get("text") or said.get("title") or "")
        kind = said.get("type", "").lower()
        if kind in _NOT_FEEDS:
            self.report(element, name, f"is of type {kind}, not a feed")
            return None
        address = said.get("xmlurl") or (said.get("url", "") if kind in ("rss", "atom") else "")
        if address:
            self.feed(element, name, address, said, folders)
            return folders  # an outline that was never closed swallows those after it
        if len(element):
            return (*folders, *([name] if name else []))
        self.report(element, name, "has no feed address")
        return None

    def feed(self, element: _Element, name: str, address: str, said: dict[str, str], folders: tuple[str, ...]) -> None:
        url, fault = _address(address)
        if fault:
            return self.report(element, name, fault)
        categories = [part for part in said.get("category", "").split(",") if part.strip(" /")]
        folder = _joined(folders) or _joined(categories[0].split("/") if categories else ())
        if "filtercmd" in said:
            self.report(element, name, "was imported, but its filter command will not run")
        if len(categories) > 1 and not folders:
            self.report(element, name, f"has {len(categories)} categories; it was put into {folder!r}")
        if url in self.feeds:
            return self.report(element, name, f"is listed again; it stays in {self.feeds[url].folder or 'no folder'}")
        site_url = said.get("htmlurl", "")
        self.feeds[url] = OpmlFeed(
            url=url,
            title="" if name in (address, url) else name,
            site_url=site_url if site_url.lower().startswith(("http://", "https://")) else None,
            folder=folder or None,
        )
        return None

    def report(self, element: _Element, name: str, what: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(f"line {element.sourceline}: {name[:80] or 'an outline without a name'} {what}")


@dataclass(slots=True)
class _Folder:
    """A folder of the list that is written."""

    feeds: list[OpmlFeed] = field(default_factory=list)
    folders: dict[str, _Folder] = field(default_factory=dict)

    def inner(self, parts: list[str]) -> _Folder:
        return self.folders.setdefault(parts[0], _Folder()).inner(parts[1:]) if parts else self

    def lines(self, indent: str) -> Iterator[str]:
        for feed in self.feeds:
            yield f"{indent}<outline{_attributes(feed)}/>"
        for name, folder in self.folders.items():
            yield f"{indent}<outline text={_quoted(name)}>"
            yield from folder.lines(indent + "  ")
            yield f"{indent}</outline>"


def _attributes(feed: OpmlFeed) -> str:
    name = _line(feed.title) or feed.url
    said = {"type": "rss", "text": name, "title": name, "xmlUrl": feed.url, "htmlUrl": feed.site_url}
    return "".join(f" {key}={_quoted(value)}" for key, value in said.items() if value)


def _quoted(text: str) -> str:
    return quoteattr(_line(text))


def _folder_parts(folder: str) -> list[str]:
    return [part for part in (_line(part) for part in folder.split(FOLDER_SEPARATOR, MAX_NESTING)) if part]


def _joined(parts: Iterable[str]) -> str:
    return FOLDER_SEPARATOR.join(line for part in parts if (line := _line(part)))


def _line(text: str) -> str:
    return " ".join(_NOT_XML.sub("", text).split())


def _address(text: str) -> tuple[str, str]:
    """Return the address to poll and, where there is none, why."""
    if text.startswith(("|", "exec:", "filter:")):
        return "", "runs a command, which ainews does not do"
    url = re.sub(r"^feed:(//)?(?=https?:)", "", text, flags=re.IGNORECASE)
    url = re.sub(r"^feed:/*", "http://", url, flags=re.IGNORECASE)
    if _BARE_HOST.fullmatch(url):
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", f"has a broken address: {text[:200]}"
    if not ((parts.scheme in ("http", "https") and parts.hostname) or parts.scheme == "file"):
        return "", f"has an address that cannot be polled: {text[:200]}"
    if len(url) > MAX_URL_CHARS:
        return "", f"has an address of more than {MAX_URL_CHARS:,} characters"
    return url, ""


def _title(root: _Element) -> str:
    heads = _elements(root, "head")
    titles = _elements(heads[0], "title") if heads else []
    return _line("".join(titles[0].itertext())) if titles else ""


def _elements(root: _Element, name: str) -> list[_Element]:
    return [element for element in root.iter() if _local(element) == name]


def _local(element: _Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""

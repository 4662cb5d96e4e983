"""Text or HTML? Escaped how often? Decides for each construct, and completes links; does not sanitize."""

from __future__ import annotations

import re
from base64 import b64decode
from html import escape, unescape

from lxml import etree

from ainews.parse.elements import text_of
from ainews.parse.xml import Element
from ainews.text.html import plain_text
from ainews.text.urls import absolute

_HTML_NAMES = (
    "a|abbr|acronym|address|article|aside|audio|b|bdi|bdo|big|blink|blockquote|body|br|caption|center|cite|code|col|colgroup|dd|del"
    "|details|dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form|frame|h[1-6]|head|header|hr|html|i|iframe|img|input"
    "|ins|kbd|label|li|link|main|map|mark|marquee|meta|nav|nobr|noscript|object|ol|p|param|picture|pre|q|ruby|s|samp|script|section"
    "|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|video"
    "|wbr"
)
_KNOWN_TAG = re.compile(rf"</?(?:{_HTML_NAMES})(?=[\s/>])|<!--|<!\[CDATA\[", re.IGNORECASE)
_ANY_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_CLOSED = re.compile(rf"</(?:{_HTML_NAMES})\s*>|<(?:br|hr|img|wbr)(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)

_RELATIVE = re.compile(
    r"""=(?:(?<=href=)|(?<=src=)|(?<=poster=)|(?<=cite=)|(?<=HREF=)|(?<=SRC=))\s*"""
    r"""(?P<address>"(?!\s*(?:https?:|mailto:|data:|tel:|javascript:|"))[^"]*"|"""
    r"""'(?!\s*(?:https?:|mailto:|data:|tel:|javascript:|'))[^']*'|"""
    r"""(?!https?:|mailto:|data:|tel:|javascript:)[^\s"'>]+)"""
)
_LONGEST_TAG = 4096
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_DECLARATIONS = re.compile(r'\A(<[\w.-]+)(?: xmlns(?::[\w.-]+)?="[^"]*")+')


def one_line(text: str) -> str:
    """Fold whitespace; characters that show nothing at the ends go too."""
    return " ".join(text.split())


def title_from_html(html: str) -> str:
    """Return the words of a title that is known to be HTML."""
    return one_line(plain_text(html))


def guessed_title(text: str) -> str:
    """Return the words of an RSS title, which may be text or HTML.

    Character references are undone, since no one means to show them. Tags go only where one
    is complete: `<b>New</b>` is markup, `Using the <video> element` and `Vec<T>` are words.
    """
    if "<" in text and _CLOSED.search(text):
        return title_from_html(text)
    return one_line(unescape(text) if "&" in text else text)


def rss_html(element: Element) -> str:
    """Return the HTML of an RSS element: escaped HTML as a rule, inline markup in some."""
    return inner_html(element) if len(element) else guessed_html(element.text or "")


def guessed_html(text: str) -> str:
    """Take the text for HTML unless its angle brackets are none of HTML's."""
    if "<" in text and _ANY_TAG.search(text) and not _KNOWN_TAG.search(text):
        text = text.replace("<", "&lt;")
    return text.strip()


def html_from_text(text: str) -> str:
    """Return HTML that shows the text, its line breaks included."""
    return escape(text.strip(), quote=False).replace("\n", "<br>\n")


def atom_html(element: Element) -> str:
    """Return the HTML of an Atom text construct (RFC 4287, 3.1 and 4.1.3; Atom 0.3 by its mode)."""
    kind = (element.get("type") or "text").strip().lower()
    mode = element.get("mode")
    if mode == "base64":
        return _decoded(text_of(element), kind)
    if len(element) and kind not in ("text", "html", "text/html"):
        return _xhtml(element)
    if mode is None and kind == "xhtml":
        return escape(element.text or "", quote=False).strip()
    if len(element):
        return _careless_html(element)
    return _from_text(element.text or "", kind, mode)


def _careless_html(element: Element) -> str:
    """Markup that calls itself text or html: not escaped, or escaped inside a div (TypePad)."""
    div = element[0]
    if len(element) == 1 and not len(div) and not (element.text or "").strip() and str(div.tag).endswith("}div"):
        return (div.text or "").strip()
    return inner_html(element).strip()


def _from_text(text: str, kind: str, mode: str | None) -> str:
    if kind in ("html", "text/html", "application/xhtml+xml", "xhtml"):
        return text.strip()
    if kind in ("text", "text/plain") or kind.startswith("text/"):
        return html_from_text(text)
    if mode is not None or kind.endswith(("+xml", "/xml")):
        return text.strip()
    return _decoded(text, kind) if "/" in kind else guessed_html(text)


def _decoded(text: str, kind: str) -> str:
    """Base64 of text; anything else that was encoded is no reading matter."""
    if kind.startswith(("image/", "audio/", "video/")):
        return ""
    try:
        decoded = b64decode("".join(text.split()), validate=True).decode("utf-8")
    except ValueError:
        return ""
    return html_from_text(decoded) if kind == "text/plain" else guessed_html(decoded)


def atom_title(element: Element) -> str:
    """Return the words of an Atom title; a text title is shown as it stands."""
    kind = (element.get("type") or "text").strip().lower()
    if kind in ("text", "text/plain") and element.get("mode") != "base64" and not len(element):
        return one_line(element.text or "")
    return title_from_html(atom_html(element))


def inner_html(element: Element) -> str:
    """Serialize what is inside, its namespaces forgotten."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        _forget_namespaces(child)
        parts.append(_DECLARATIONS.sub(r"\1", etree.tostring(child, encoding="unicode", method="html")))
    return "".join(parts)


def _xhtml(element: Element) -> str:
    """A lone div is the wrapper that RFC 4287 asks for, not part of the content."""
    if len(element) == 1 and not (element.text or "").strip():
        only = element[0]
        if str(only.tag).rpartition("}")[2] == "div" and not (only.tail or "").strip():
            element = only
    return inner_html(element).strip()


def _forget_namespaces(element: Element) -> None:
    for node in element.iter(etree.Element):
        if isinstance(node.tag, str) and ("}" in node.tag or ":" in node.tag):
            name = node.tag.rpartition("}")[2].rpartition(":")[2]
            node.tag = name if _NAME.fullmatch(name) else "span"  # recovery leaves names that are none


def absolute_links(html: str, base: str) -> str:
    """Complete the relative links of HTML."""
    if not base or _RELATIVE.search(html) is None:
        return html
    return _RELATIVE.sub(lambda link: _completed(link, base), html)


def _completed(link: re.Match[str], base: str) -> str:
    """Words that only look like a link (`<code>href="x"</code>`) stay as they are."""
    html, at = link.string, link.start()
    if html.rfind("<", max(0, at - _LONGEST_TAG), at) <= html.rfind(">", max(0, at - _LONGEST_TAG), at):
        return link[0]
    address = link["address"]
    if address[0] in "\"'":
        address = address[1:-1]
    return f'="{escape(absolute(base, unescape(address)))}"'

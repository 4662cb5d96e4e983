"""HTML made safe, and turned into plain text; no fetching, no rewriting of links."""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nh3


def _words(names: str) -> set[str]:
    return set(names.split())


_TAGS = _words(
    """a abbr acronym address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup
    data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li
    main mark nav ol p picture pre q rp rt ruby s samp section small source span strike strong sub summary sup table
    tbody td tfoot th thead time tr track tt u ul var video wbr"""
)
_DROPPED_WITH_CONTENT = _words(
    """script style embed noembed noframes template title textarea select option button svg math
    frameset xmp plaintext"""
)
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "abbr": {"title"},
    "audio": {"src", "controls"},
    "code": {"class"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"datetime"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "pre": {"class"},
    "source": {"src", "type", "media"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label"},
    "video": {"src", "poster", "width", "height", "controls"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "magnet", "geo", "xmpp", "irc", "ircs", "gemini", "ftp"}
_DATA_IMAGE = re.compile(r"data:image/(?:png|gif|jpe?g|webp|avif);base64,[A-Za-z0-9+/=\s]{0,12000}", re.IGNORECASE)

_FRAME = re.compile(r"<(/?)iframe\b([^<>]*)>", re.IGNORECASE)
_FRAME_SOURCE = re.compile(r"\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_VIDEO = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:"
    r"youtube(?:-nocookie)?\.com/embed/(?P<youtube>[\w-]+)"
    r"|player\.vimeo\.com/video/(?P<vimeo>\d+)"
    r"|dailymotion\.com/embed/video/(?P<dailymotion>\w+))"
)
_VIDEO_PAGES = {
    "youtube": "https://www.youtube.com/watch?v=",
    "vimeo": "https://vimeo.com/",
    "dailymotion": "https://www.dailymotion.com/video/",
}
_IMG = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
_PIXEL = re.compile(
    r'(?=.*? width="[01](?:px)?")(?=.*? height="[01](?:px)?")'
    r'|.*? src="https?://(?:pixel\.wp\.com|stats\.wordpress\.com|feeds\.feedburner\.com/~|[^/"]*\.doubleclick\.net)',
    re.DOTALL,
)
_BLOCKS = _words(
    """address article aside blockquote br caption center dd details div dl dt fieldset figcaption figure footer form h1
    h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol option p pre section summary table tbody td tfoot th thead
    title tr ul"""
)
_BLOCK_START = re.compile(rf"<(?=/?(?:{'|'.join(sorted(_BLOCKS))})\b)", re.IGNORECASE)
_TIDY_TAG = re.compile(r'<(/?[a-z0-9]+)(?: [a-z]+="[^"]*")*>')
_SEPARATORS = {slash + tag: "\n" if tag in _BLOCKS else "" for tag in _TAGS for slash in ("", "/")}
_NESTING = re.compile(
    r"<(/?)(?!(?:p|li|br|img|hr|td|tr|th|dt|dd|wbr|input|source|option|tbody|thead|tfoot|link|meta)\b)[a-zA-Z]",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<[^<>]*>")
_FEW_TAGS = 500
_DEEPEST = 500
_MOST_WORK = 5_000_000
_UNSEEN = ["script", "style", "noscript", "template", "iframe", "svg", "head"]


def sanitize(html: str) -> str:
    """Return what of the HTML is safe to show on any page: no scripts, styles, forms, frames or tracking pixels.

    A frame with a known video becomes a link to it; a frame or object leaves what it shows to those who lack it.
    """
    if "<" not in html and "&" not in html:
        return html
    if "iframe" in html or "IFRAME" in html:
        html = _FRAME.sub(_without_frame, html)
    html = _bounded(html)
    clean = (_cleaner_for_data_images() if "data:" in html else _cleaner()).clean(html)
    return _IMG.sub(_without_pixel, clean) if "<img" in clean else clean


def plain_text(html: str) -> str:
    """Return the words of the HTML: one line per block, whitespace folded."""
    if "<" in html:
        html = _text_of_markup(html)
    elif "&" in html:
        html = unescape(html)
    return _folded(html)


def text_of_sanitized(html: str) -> str:
    """Return what `plain_text` returns, several times as fast, for HTML that `sanitize` made."""
    if "<" in html:
        parts = _TIDY_TAG.split(html.replace("\n", " "))
        parts[1::2] = [_SEPARATORS.get(tag, "") for tag in parts[1::2]]
        html = "".join(parts)
    return _folded(unescape(html) if "&" in html else html)


def _folded(text: str) -> str:
    return "\n".join([line for line in [" ".join(line.split()) for line in text.split("\n")] if line])


def _text_of_markup(html: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_BLOCK_START.sub("\n<", _bounded(html).replace("\n", " ")))
    tree.strip_tags(_UNSEEN)
    return tree.text()


def _bounded(html: str) -> str:
    """Take the tags out of HTML that is made to keep a parser busy.

    Parsers need time in the square of the depth, and where formatting is left open they repeat it
    in every block: 100,000 nested tags take a minute. No page for people is nested 500 deep.
    """
    tags = html.count("<")
    if tags < _FEW_TAGS:
        return html
    depth = deepest = 0
    for tag in _NESTING.finditer(html):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest <= _DEEPEST and deepest * tags <= _MOST_WORK:
        return html
    return escape(unescape(_ANY_TAG.sub(" ", html)), quote=False)


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


@cache
def _cleaner_for_data_images() -> nh3.Cleaner:
    """Calls Python for each attribute, so it is kept for HTML that may carry data: images."""
    import nh3

    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_small_data_images_only,
        url_schemes=_SCHEMES | {"data"},
        link_rel="noopener noreferrer nofollow",
    )


def _small_data_images_only(tag: str, attribute: str, value: str) -> str | None:
    if not value.lstrip().lower().startswith("data:"):
        return value
    return value if (tag, attribute) == ("img", "src") and _DATA_IMAGE.fullmatch(value) else None


def _without_frame(frame: re.Match[str]) -> str:
    """Frames that nobody closed would swallow the rest, so the tags go before anything is parsed."""
    source = _FRAME_SOURCE.search(frame[2])
    video = _VIDEO.match(source[1]) if source else None
    if frame[1] or video is None or video.lastgroup is None:
        return ""
    page = _VIDEO_PAGES[video.lastgroup] + video[video.lastgroup]
    return f'<p><a href="{page}">{page}</a></p>'


def _without_pixel(image: re.Match[str]) -> str:
    return "" if _PIXEL.match(image[0]) else image[0]

"""A digest as one HTML page that mail programs show as well: no script, nothing loaded, styles at every element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from html import escape
from typing import TYPE_CHECKING

from ainews.formats import page_style, parts

if TYPE_CHECKING:
    from ainews.formats.parts import Link, Told
    from ainews.model.digests import Digest

_DIR = ' dir="auto"'  # titles come in any script
_NO_MORE_PREVIEW = "&#847;&zwnj;&nbsp;" * 40  # else a mail program goes on with what follows


def render(digest: Digest, *, title: str, zone: tzinfo | None) -> str:
    return page(digest, title=title, zone=zone)


def page(digest: Digest, *, title: str, zone: tzinfo | None, note: str = "") -> str:
    """Return the whole page; `note` stands below the stories."""
    return _Page(digest, parts.heading(title), zone, note).text()


@dataclass(frozen=True, slots=True)
class _Page:
    digest: Digest
    title: str
    zone: tzinfo | None
    note: str

    def text(self) -> str:
        return "\n".join([*self._head(), *self._masthead(), *self._stories(), *self._rest(), *self._foot()]) + "\n"

    def _head(self) -> Iterator[str]:
        yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield '<meta name="color-scheme" content="light dark">'
        yield '<meta name="supported-color-schemes" content="light dark">'
        yield '<meta name="referrer" content="no-referrer">'
        yield f"<title>{escape(self.title)}, {parts.day(self.digest.at, self.zone)}</title>"
        yield f"<style>{page_style.sheet()}</style>\n</head>\n<body{_look('page')}>"
        preview = " · ".join(parts.told(story, self.digest.at, self.zone).title for story in self.digest.stories[:3])
        yield f"<div{_look('unseen')}>{escape(preview[:200]) or parts.NOTHING}{_NO_MORE_PREVIEW}</div>"
        yield f'<table role="presentation"{_look("sheet")}><tr><td align="center">'
        # Outlook knows no max-width, and would spread the column over the window.
        yield '<!--[if mso]><table role="presentation" width="640"><tr><td><![endif]-->'
        yield '<div style="max-width:640px;margin:0 auto;text-align:left">'
        yield f"<div{_look('column')}>"

    def _masthead(self) -> Iterator[str]:
        yield f"<p{_look('label')}>{escape(self.title)}</p>"
        yield f"<h1{_look('day')}>{parts.day(self.digest.at, self.zone)}</h1>"
        yield f"<p{_look('about')}>{' &middot; '.join(map(escape, parts.summary(self.digest, self.zone)))}</p>"

    def _stories(self) -> Iterator[str]:
        if not self.digest.stories:
            yield f"<p{_look('text')}>{parts.NOTHING}</p>"
        for name, stories in parts.sections(self.digest):
            if name:
                yield f"<h2{_look('section')}>{escape(name)}</h2>"
            for story in stories:
                told = parts.told(story, self.digest.at, self.zone)
                yield f"<div{_look('last' if story is stories[-1] else 'story')}>"
                yield _headline(told, level=3 if name else 2, is_lead=story is self.digest.stories[0])
                yield from body(told)
                yield "</div>"
        if self.note:
            yield f"<p{_look('foot')}>{escape(self.note)}</p>"

    def _rest(self) -> Iterator[str]:
        if self.digest.trends:
            yield f'<h2{_look("section")}>Rising</h2>\n<table role="presentation"{_look("table")}>'
            for trend in self.digest.trends:
                curve = f'<td{_look("curve")} aria-hidden="true">{parts.sparkline(trend.series)}</td>'
                yield (
                    f"<tr><td{_look('name')}{_DIR}>{escape(parts.trend_name(trend))}</td>{curve}"
                    f"<td{_look('amount')}>{parts.rise(trend)}</td></tr>"
                )
            yield "</table>"
        if self.digest.sick_sources:
            yield f'<h2{_look("section")}>Sources without news</h2>\n<table role="presentation"{_look("table")}>'
            for name, ailment in parts.ailments(self.digest, self.zone):
                yield (
                    f"<tr><td{_look('name')}{_DIR}>{escape(name)}</td>"
                    f"<td{_look('amount')}{_DIR}>{escape(ailment)}</td></tr>"
                )
            yield "</table>"

    def _foot(self) -> Iterator[str]:
        yield f"<div{_look('end')}>"
        for note in parts.notes(self.digest):
            yield f'<p style="margin:0 0 6px"{_DIR}>{escape(note)}</p>'
        yield f'<p style="margin:0">Made by ainews, {parts.minute(self.digest.at, self.zone)}.</p>\n</div>'
        yield "</div>\n</div>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body>\n</html>"


def body(told: Told) -> Iterator[str]:
    """Yield what stands below a story's headline: its summary, where it is told, and facts about it."""
    if told.sentences:
        words = " ".join(escape(text) + _marks(told, numbers) for text, numbers in told.sentences)
        yield f"<p{_look('text')}{_DIR}>{words}</p>"
    if told.links:
        yield f"<p{_look('links')}>{' '.join(_source(link, len(told.links) > 1) for link in told.links)}</p>"
    yield f"<p{_look('facts')}>{' &middot; '.join(map(_fact, told.facts))}</p>"


def _headline(told: Told, *, level: int, is_lead: bool) -> str:
    words = _anchor(told.url, "ink", escape(told.title))
    return f"<h{level}{_look('lead' if is_lead else 'headline')}{_DIR}>{words}</h{level}>"


def _marks(told: Told, numbers: tuple[int, ...]) -> str:
    if len(told.links) < 2 or not numbers:
        return ""
    links = " ".join(_anchor(told.links[number - 1].url, "number", str(number)) for number in numbers)
    return f"<sup{_look('mark')}>{links}</sup>"


def _source(link: Link, is_numbered: bool) -> str:
    number = f"<span{_look('strong')}>{link.number}</span> " if is_numbered else ""
    return f"<span{_look('whole')}>{number}{_anchor(link.url, 'source', f'<bdi>{escape(link.title)}</bdi>')}</span>"


def _fact(text: str) -> str:
    return f"<span{_look('strong')}>{text}</span>" if text.startswith(parts.DEVELOPING) else escape(text)


def _anchor(url: str, name: str, html: str) -> str:
    if not url:
        return html
    return f'<a href="{escape(url)}" rel="noopener noreferrer"{_look(name)}>{html}</a>'


def _look(name: str) -> str:
    """Return the attributes of an element that looks like this, for programs with and without style sheets."""
    return f' class="{name}" style="{page_style.INLINE[name]}"'

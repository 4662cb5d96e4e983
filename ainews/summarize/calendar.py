"""Days and months that a sentence names, in the languages of the news; no date is computed."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DAYS = (
    "monday montag lundi lunes lunedì segunda-feira понедельник понедельника δευτέρα",
    "tuesday tue tues dienstag mardi martes martedì terça-feira вторник вторника τρίτη",
    "wednesday mittwoch mercredi miércoles mercoledì quarta-feira среду среда среды τετάρτη",
    "thursday thu thur thurs donnerstag jeudi jueves giovedì quinta-feira четверг четверга πέμπτη",
    "friday fri freitag vendredi viernes venerdì sexta-feira пятницу пятница пятницы παρασκευή",
    "saturday samstag sonnabend samedi sábado sabato субботу суббота субботы σάββατο",
    "sunday sonntag dimanche domingo domenica воскресенье воскресенья κυριακή",
)
_MONTHS = (
    "january jan januar janvier enero января",
    "february feb februar février febrero февраля",
    "march märz mars marzo марта",
    "april apr avril abril апреля",
    "may mai mayo мая",
    "june jun juni juin junio июня",
    "july jul juli juillet julio июля",
    "august aug août agosto августа",
    "september sep sept septembre septiembre сентября",
    "october oct oktober octobre octubre октября",
    "november nov novembre noviembre ноября",
    "december dec dezember décembre diciembre декабря",
)
_RELATIVE = (
    "yesterday gestern hier ayer вчера",
    "today heute aujourd'hui hoy сегодня tonight",
    "tomorrow morgen demain mañana завтра",
)
_MEANINGS = {
    word: group.split()[0]
    for group in (*_DAYS, *_MONTHS, *_RELATIVE)
    for word in group.split()
    if word not in ("hier", "morgen", "mars")
}
RELATIVE_DAYS = frozenset(group.split()[0] for group in _RELATIVE)
WEEKDAYS = frozenset(group.split()[0] for group in _DAYS)
_LIKE_WORDS = frozenset({"march", "may", "mai", "jan", "august", "april", "june"})
_NAMED = re.compile(
    rf"\b(?:{'|'.join(sorted(_MEANINGS, key=len, reverse=True))})(?:s|['’]s)?\b"
    r"|星期[一二三四五六日天]|周[一二三四五六日]|[月火水木金土日]曜日?",
    re.IGNORECASE,
)


def days(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the days and months that a text names: the English name, where it starts and ends."""
    for match in _NAMED.finditer(text):
        word = match[0].lower()
        name = word if word in _MEANINGS else word.removesuffix("s").rstrip("'’")
        if name in _LIKE_WORDS and not _is_date_like(text, match):
            continue
        yield _MEANINGS.get(name, name), match.start(), match.end()


def is_day(word: str) -> bool:
    """Whether the word names a day or month and nothing else."""
    return word.lower() in _MEANINGS and word.lower() not in _LIKE_WORDS


def _is_date_like(text: str, match: re.Match[str]) -> bool:
    """Whether a word such as "May" is meant as a month: with a capital, and not opening a sentence."""
    return match[0][0].isupper() and text[: match.start()].rstrip()[-1:] not in ("", ".", "!", "?")

"""Numbers in running text as values that can be compared: digits, words, scales, percent; no units of measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ainews.summarize.number_words import NUMBER_WORDS, SCALES, VALUES, WORD_SCALES

_HAN_SCALES = "千万萬億亿억兆"
_SPELT_SCALES = "|".join(
    sorted(
        (name for name in SCALES if not name.startswith("hundred") and name not in _HAN_SCALES), key=len, reverse=True
    )
)
_DIGITS = re.compile(
    rf"(?P<unit>[$£€¥₹]\s?|US\$\s?)?(?P<minus>(?<![\w)])[-−](?=[\d.]))?"
    r"(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,'’]\d+)*|(?<![\w.])\.\d+)"
    rf"(?P<more>(?:st|nd|rd|th)\b|s\b|[\s-]?(?P<scale>[{_HAN_SCALES}]|(?:{_SPELT_SCALES})(?![^\W\d_])\.?))?"
    r"(?P<after>\s?(?:%|percent|per\s?cent|percentage|pct|Prozent|pour cent|por ciento|процент|€|¥|₹|"
    r"dollars?|pounds?|euros?))?",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"\b(?:{NUMBER_WORDS})(?:(?:[\s-]|\sand\s)(?:{NUMBER_WORDS}))*\b(?P<after>\s(?:percent|per\s?cent|percentage|pct)\b)?",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b[Aa] $")  # "a hundred", but not "3 million" or "per million"
_VAGUE = frozenset({"one", "first", "second", "half", "twice", "double", "doubled", "none"})
_GROUP_MARK = re.compile("[ \u00a0\u202f'’]")
_RANGE = re.compile(r"\s*(?:to|and|or|bis|und|à|et|a|y|-|–|—)\s*")
_CURRENCIES = {"dollar": "$", "pound": "£", "euro": "€"}
_PERCENT = ("%", "per", "pct", "pro", "pour", "por")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as written.

    readings  the values it may mean: "1.000" is 1 or 1,000
    unit      "%", a currency's sign, or "" where neither is written
    is_vague  a word such as "one" or "first" that is not always a count
    """

    start: int
    end: int
    readings: tuple[float, ...]
    unit: str = ""
    is_vague: bool = False
    is_year: bool = False


def figures(text: str) -> list[Figure]:
    """Return the numbers of a text in order."""
    found = sorted([*_in_digits(text), *_in_words(text)], key=lambda figure: figure.start)
    return list(_with_range_units(text, found))


def supports(source: Figure, claim: Figure) -> bool:
    """Whether the source's number bears the claim's: the same, or rounded by at most 5 %, in no other unit."""
    if source.unit != claim.unit and ("%" in (source.unit, claim.unit) or (source.unit and claim.unit)):
        return False
    return any(_agrees(mine, theirs, claim) for theirs in source.readings for mine in claim.readings)


def _agrees(claim: float, source: float, figure: Figure) -> bool:
    if abs(claim - source) <= 1e-9 * max(1.0, abs(source)):
        return True
    if figure.is_year or abs(claim) < 10 or abs(claim - source) > 0.05 * abs(source):
        return False
    return _significant_digits(claim) < _significant_digits(source)


def _significant_digits(value: float) -> int:
    return len(f"{value:.12g}".replace(".", "").replace("-", "").strip("0")) or 1


def _in_digits(text: str) -> Iterator[Figure]:
    for match in _DIGITS.finditer(text):
        number, more, scale = match["number"], match["more"] or "", match["scale"]
        readings = _readings(number)
        unit = _unit(match["unit"], match["after"])
        if scale:
            factor = SCALES[scale.lower().rstrip(".")]
            is_unclear = scale in ("m", "k") and not unit  # metres, kelvin
            readings = tuple(value * factor for value in readings) + (readings if is_unclear else ())
        if match["minus"]:
            readings = tuple(-value for value in readings) + readings  # it may be a dash
        is_year = (
            not (unit or scale)
            and more in ("", "s")
            and number.isdigit()
            and len(number) == 4
            and "1" <= number[0] <= "2"
        )
        yield Figure(match.start("number"), match.end(), readings, unit, is_year=is_year)


def _readings(number: str) -> tuple[float, ...]:
    """Return what digits with points and commas may mean in any country."""
    plain = _GROUP_MARK.sub("", number)
    marks = [mark for mark in plain if mark in ".,"]
    if not marks:
        return (float(plain),)
    whole = float(plain.replace(",", "").replace(".", ""))
    if len(set(marks)) == 1 and len(marks) > 1:
        return (whole,)
    head, _, tail = plain.rpartition(marks[-1])
    fraction = float(head.replace(",", "").replace(".", "") + "." + tail)
    if len(set(marks)) > 1:
        return (fraction,)
    if len(tail) != 3 or not head or head == "0":
        return (fraction,)
    return (whole,) if tail == "000" else (whole, fraction)


def _in_words(text: str) -> Iterator[Figure]:
    for match in _WORDS.finditer(text):
        end = match.start("after") if match["after"] else match.end()
        parts = re.split(r"[\s-]+", text[match.start() : end].lower())
        unit = "%" if match["after"] else ""
        is_vague = len(parts) == 1 and parts[0] in _VAGUE
        is_scale_only = len(parts) == 1 and parts[0] in WORD_SCALES
        if is_scale_only and not _COUNTED.search(text, max(0, match.start() - 3), match.start()):
            continue
        for value in _spoken(parts):
            yield Figure(match.start(), match.end(), (value,), unit, is_vague)


def _spoken(parts: list[str]) -> list[float]:
    """Return the values that number words spell; "two and three" are two."""
    values: list[float] = []
    total, current, last = 0.0, 0.0, 1e18
    for part in parts:
        if part in WORD_SCALES:
            scale = WORD_SCALES[part]
            if scale == 1e2:
                current = (current or 1.0) * scale
            else:
                total, current = total + (current or 1.0) * scale, 0.0
            last = scale
        elif part in VALUES:
            value = VALUES[part]
            if current and (value >= 10 or last < 20) and last != 1e2:
                values.append(total + current)
                total, current = 0.0, 0.0
            current += value
            last = value
    return [*values, total + current]


def _unit(before: str | None, after: str | None) -> str:
    if before:
        return before.strip()[-1]
    word = (after or "").strip().lower()
    if not word:
        return ""
    if word.startswith(_PERCENT) and not word.startswith("pound"):
        return "%"
    return _CURRENCIES.get(word.rstrip("s"), word[0])


def _with_range_units(text: str, found: list[Figure]) -> Iterator[Figure]:
    """Give the first number of a range the unit and scale of the second: "2 to 3 million", "5-6 %"."""
    for number, figure in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        if following is None or figure.unit or not _RANGE.fullmatch(text, figure.end, following.start):
            yield figure
            continue
        factor = _scale_of(text, following)
        scaled = tuple(value * factor for value in figure.readings) if factor > 1 else ()
        yield replace(figure, readings=figure.readings + scaled, unit=following.unit if following.unit == "%" else "")


def _scale_of(text: str, figure: Figure) -> float:
    match = _DIGITS.match(text, figure.start)
    return SCALES[match["scale"].lower().rstrip(".")] if match and match["scale"] else 1.0

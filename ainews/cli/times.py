"""Moments as people read them: days, clock times and spans. Local time, except where text says otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta

DAY = timedelta(days=1)
_UNITS = ((timedelta(days=365), "y"), (DAY, "d"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "min"))


def span(length: timedelta) -> str:
    """Return a length in its largest unit: `3 d`, `2 h`, `5 min`, `40 s`."""
    for unit, name in _UNITS:
        if length >= unit:
            return f"{round(length / unit)} {name}"
    return f"{max(int(length.total_seconds()), 0)} s"


def ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "never"
    return "just now" if now - moment < timedelta(minutes=1) else f"{span(now - moment)} ago"


def ahead(moment: datetime | None, now: datetime) -> str:
    """Return when something will be, as seen from now."""
    if moment is None:
        return "not planned"
    return "now" if moment - now < timedelta(minutes=1) else f"in {span(moment - now)}"


def clock(moment: datetime) -> str:
    return f"{moment.astimezone():%H:%M}"


def minute(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def day(moment: datetime, now: datetime) -> str:
    """Return the heading of a day: `Today`, `Yesterday`, `Friday 20 November`, with its year where it is another."""
    then, today = moment.astimezone().date(), now.astimezone().date()
    if then == today:
        return "Today"
    if then == today - DAY:
        return "Yesterday"
    text = f"{then:%A} {then.day} {then:%B}"
    return text if then.year == today.year else f"{text} {then.year}"

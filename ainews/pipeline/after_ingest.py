"""Finds stories once an ingest has landed everything, if few items wait for theirs; polls and prints nothing.

What has landed can be read meanwhile and is safe whatever happens here: what is left out follows at a later run.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from ainews.errors import AinewsError
from ainews.model import IngestReport, StoriesReport

log = logging.getLogger(__name__)

Count = Callable[[int], int]
"""Tells how many items wait, counting no further than so many."""

Derive = Callable[[int], StoriesReport]
"""Finds the stories of so many items at most, 0 means all."""


def find_stories(
    report: IngestReport, count: Count, derive: Derive, *, at_most: int, wanted: bool | None = None
) -> None:
    """Derive stories and put their numbers into the report; what fails here is a line of it, no error.

    at_most  how many items may wait, so that an ingest stays quick; 0 leaves all of them
    wanted   whatever their number; None decides by it, False leaves them
    """
    if not (wanted if wanted is not None else _are_few(report, count, at_most)):
        return
    started = time.monotonic()
    try:
        found = derive(0 if wanted else at_most)
        report.stories_new, report.stories_grown, report.items_waiting = found.new, found.grown, 0
    except AinewsError as error:
        report.stories_fault = str(error)
    except Exception:
        log.exception("could not find stories")
        report.stories_fault = "stories could not be found; the log has the details"
    report.seconds = round(report.seconds + time.monotonic() - started, 3)


def _are_few(report: IngestReport, count: Count, at_most: int) -> bool:
    """Tell whether the items that wait are few enough; nothing is asked where nothing came."""
    if not at_most or not (report.items_new or report.items_changed):
        return False
    report.items_waiting = count(at_most + 1)
    return 0 < report.items_waiting <= at_most

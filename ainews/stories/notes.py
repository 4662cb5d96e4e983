"""What a reader must know of a digest beside its stories, in plain words: what was left out, and who wrote; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ainews.model.digests import Inflow, Summary
from ainews.stories.choice import Reason
from ainews.stories.rank import Ranked

OWN_WORDS = "summaries: the sources' own sentences"
_NEVER_SENT = frozenset({"unreachable", "budget", "store", "skipped"})  # fallbacks for which no model was asked


def left_out(left: Sequence[tuple[Ranked, Reason]]) -> Iterator[str]:
    """Account for every story that is not there."""
    counted = Counter(reason for _, reason in left)
    if muted := counted.pop(Reason.MUTED, 0):
        rules = {story.muted_by for story, reason in left if reason is Reason.MUTED}
        yield f"{_count(muted, 'story')} muted by {_count(len(rules), 'rule')}: `ainews rule list`"
    if counted:
        reasons = ", ".join(f"{counted[reason]:,} {reason.value}" for reason in Reason if counted[reason])
        why = f" ({reasons})" if counted.keys() != {Reason.BELOW} else ""
        more = "1 more story" if counted.total() == 1 else f"{counted.total():,} more stories"
        yield f"{more}{why}: `ainews stories`"


def waiting(inflow: Inflow) -> Iterator[str]:
    if inflow.waiting:
        verb = "waits for its story" if inflow.waiting == 1 else "wait for their stories"
        yield f"{_count(inflow.waiting, 'item')} {verb}: `ainews stories`"


def quiet(inflow: Inflow, left: Sequence[tuple[Ranked, Reason]], has_sources: bool) -> str:
    """Return the line that stands where no story does."""
    if not has_sources:
        return "no sources yet: `ainews init --pack ai` brings some, `ainews source add URL` one of your own"
    if not inflow.items:
        return "nothing came in during this time: `ainews ingest` polls your sources"
    came = f"{_count(inflow.items, 'item')} came in"
    if any(reason is Reason.SHOWN for _, reason in left):
        return f"all quiet: {came}, and you have seen what matters in {'it' if inflow.items == 1 else 'them'}"
    return f"all quiet: {came}, and nothing in {'it' if inflow.items == 1 else 'them'} is left for a digest"


def writers(summaries: Sequence[Summary], host: str, *, is_remote: bool) -> Iterator[str]:
    """Say whose words the summaries are, and where texts were sent for them.

    host  of the model that was asked, "" if none was
    """
    asked = [summary for summary in summaries if summary.model]
    if not summaries:
        return
    if not asked:
        yield OWN_WORDS
        return
    written = sum(summary.method == "model" for summary in asked)
    names = ", ".join(dict.fromkeys(summary.model for summary in asked))
    place = f"{names} at {host}" if host else names
    faults = ", ".join(sorted({summary.fallback for summary in asked if summary.fallback}))
    back = len(asked) - written
    if not written:
        yield f"{OWN_WORDS}; {place} wrote none that could be used ({faults})" if faults else OWN_WORDS
    else:
        fallen = f"; {back} fell back to extracts ({faults})" if back else ""
        yield f"summaries by {place}, found in the cited items{fallen}"
    sent = sum(summary.fallback not in _NEVER_SENT for summary in asked)
    if is_remote and sent:
        which = "these stories" if sent == len(summaries) else f"{sent} of these stories"
        yield f"the texts of {which} were sent to {host}"


def _count(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"

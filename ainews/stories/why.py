"""Why an item is in its story, in numbers that add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ainews.model import Signal
from ainews.stories.contrast import NEVER, SURE

if TYPE_CHECKING:
    from ainews.stories.contrast import Pairs


@dataclass(frozen=True, slots=True)
class Why:
    """The mean over the other items of the story; at least 0 speaks for it.

    closest  the item of the story that this one is most like, None where it is alone
    """

    signals: tuple[Signal, ...] = ()
    closest: int | None = None

    @property
    def score(self) -> float:
        return sum(signal.contribution for signal in self.signals)


def copy_of(item_id: int) -> Why:
    """Say that an item carries the text of another."""
    return Why((Signal("same text or page", 1.0, SURE),), item_id)


def explain(pairs: Pairs, member: int, others: Sequence[int], ids: Sequence[int]) -> Why:
    """Say why one member of a topic is with others in a story; `ids` are the item ids of all members."""
    if not others:
        return Why()
    row, weights = list(others), pairs.weights
    sure = pairs.sure[member, row]
    means = np.array(
        [
            pairs.words[member, row],
            pairs.meaning[member, row],
            pairs.company[member, row],
            pairs.limits[member, row],
            pairs.apart[member, row],
            pairs.filling[member, row],
            sure >= SURE,
            sure <= NEVER,
        ],
        dtype=np.float64,
    ).mean(axis=1)
    words, meaning, company, limits, apart, filling, same, parted = means.tolist()
    signals = [
        Signal("words", words, weights.words),
        Signal("meaning", meaning, weights.meaning),
        Signal("company", company, 1.0),
        Signal("bar", pairs.bar, -1.0),
        Signal("limits", -limits, -1.0),
        Signal("days apart", apart, 1.0),
        Signal("other filling", filling, 1.0),
        Signal("same text or page", same, SURE),
        Signal("parted by hand", parted, NEVER),
    ]
    likeness = pairs.likeness[member, row] + sure
    return Why(
        tuple(signal for signal in signals if signal.value != 0.0),
        ids[row[int(likeness.argmax())]],
    )

"""What a reader never or always wants to see: which items their rules meet; stores and hides nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ainews.errors import UsageError
from ainews.model.digests import Rule, RuleField, RuleKind
from ainews.stories.tellings import Telling, sought
from ainews.text.showing import clean

Test = Callable[[Telling], bool]

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """What rules make of a story: `muted_by` is None where another keeps it. `voices` are the items that count."""

    muted_by: Rule | None
    kept_by: Rule | None
    voices: Sequence[Telling]


class Rules:
    """A reader's rules, made ready; raises UsageError for one that cannot be."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        ready = [(rule, matcher(rule.field, rule.pattern)) for rule in rules]
        self._mutes = [(rule, test) for rule, test in ready if rule.kind is RuleKind.MUTE]
        self._keeps = [(rule, test) for rule, test in ready if rule.kind is RuleKind.KEEP]

    def judge(self, tellings: Sequence[Telling]) -> Verdict:
        """Judge a story by its items: one that is kept keeps it; it is muted where every one is.

        Muted items of a story that others tell as well are no voices for it.
        """
        keeping = next((rule for rule, test in self._keeps if any(map(test, tellings))), None)
        if keeping is not None or not self._mutes:
            return Verdict(None, keeping, tellings)
        muting = [next((rule for rule, test in self._mutes if test(telling)), None) for telling in tellings]
        voices = [telling for telling, rule in zip(tellings, muting, strict=True) if rule is None]
        return Verdict(None if voices else muting[0], None, voices or tellings)


def matcher(field: RuleField, pattern: str) -> Test:
    """Return the test of a rule. Raises UsageError where the pattern cannot be used, saying where it goes wrong."""
    if not pattern.strip():
        raise UsageError("a rule needs a pattern: without one it would meet everything")
    if len(pattern) > _LONGEST:
        raise UsageError(f"the pattern has {len(pattern)} characters: {_LONGEST} are the most")
    return _TESTS[field](pattern)


def _words(pattern: str) -> Test:
    wanted = sought(pattern.split())
    return lambda telling: all(map(telling.holds, wanted))


def _regex(pattern: str) -> Test:
    """RE2 takes time in proportion to the text, whatever the pattern; so no pattern can hang a ranking."""
    import re2

    options = re2.Options()
    options.case_sensitive, options.log_errors = False, False
    try:
        search = re2.compile(pattern, options).search
    except re2.error as error:
        raise UsageError(_complaint(pattern, error)) from None
    return lambda telling: bool(search(telling.item.title) or search(telling.lead))


def _complaint(pattern: str, error: Exception) -> str:
    text = error.args[0].decode(errors="replace") if error.args and isinstance(error.args[0], bytes) else str(error)
    reason, _, part = text.partition(": ")
    at = pattern.rfind(part) if part else -1
    place = f" at character {at + 1}" if at >= 0 else ""
    return (
        f"'{clean(pattern)}' is no regular expression that RE2 knows: {reason}{place} (it has no look-around, no \\1)"
    )


def _source(pattern: str) -> Test:
    return lambda telling: str(telling.item.source.id) == pattern


def _author(pattern: str) -> Test:
    wanted = pattern.casefold()
    return lambda telling: wanted in telling.item.author.casefold()


_TESTS: dict[RuleField, Callable[[str], Test]] = {
    RuleField.WORDS: _words,
    RuleField.REGEX: _regex,
    RuleField.SOURCE: _source,
    RuleField.AUTHOR: _author,
}

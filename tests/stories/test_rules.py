"""Rules mute and keep."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.errors import UsageError
from ainews.model.digests import RuleField
from ainews.stories.rules import Rules, matcher
from tests.stories.tellers import alone, candidate, keep, mute, parts, ruling, telling


@pytest.mark.parametrize(
    ("field", "pattern", "title", "is_met"),
    [
        (RuleField.WORDS, "world cup", "The Cup that a world wants", True),
        (RuleField.WORDS, "world cup", "The cup is full", False),
        (RuleField.WORDS, "quakes", "A quake hits Chile", True),
        (RuleField.WORDS, "art", "The party starts", False),
        (RuleField.WORDS, "船", "船が沈んだ", True),
        (RuleField.WORDS, "cafe", "The Café closes", True),
        (RuleField.REGEX, r"\bM\d\.\d", "m5.1 quake", True),
        (RuleField.REGEX, "^quake", "A quake", False),
    ],
)
def test_words_and_expressions_are_found_in_titles(field, pattern, title, is_met):
    assert matcher(field, pattern)(telling(1, title)) is is_met


def test_the_first_sixty_words_of_the_text_are_looked_at():
    early, late = (telling(1, "Title", words=f"{'word ' * before}ferry") for before in (59, 60))

    assert matcher(RuleField.WORDS, "ferry")(early)
    assert not matcher(RuleField.WORDS, "ferry")(late)
    assert not matcher(RuleField.REGEX, "ferry")(late)


def test_sources_and_authors_are_met():
    assert matcher(RuleField.SOURCE, "3")(telling(1, source=3))
    assert not matcher(RuleField.SOURCE, "3")(telling(1, source=33))
    assert matcher(RuleField.AUTHOR, "doe")(telling(1, author="Jane Doe, Max Roe"))
    assert not matcher(RuleField.AUTHOR, "doe")(telling(1))


@pytest.mark.parametrize(
    ("pattern", "place"),
    [("(a", "character 1"), ("ab[c", "character 3"), ("a(?=b)", "character 2"), ("*", "character 1")],
)
def test_a_bad_expression_is_told_with_its_place(pattern, place):
    with pytest.raises(UsageError, match=place):
        matcher(RuleField.REGEX, pattern)


@pytest.mark.parametrize("pattern", ["", "   ", "?!", "C++", "x" * 501])
def test_a_pattern_that_cannot_be_meant_is_refused(pattern):
    with pytest.raises(UsageError):
        matcher(RuleField.WORDS, pattern)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(.*)*x", "(a|aa)+$"])
def test_no_expression_hangs(pattern):
    assert matcher(RuleField.REGEX, pattern)(telling(1, "a" * 5_000 + "!")) is False


@given(st.text(max_size=40))
def test_every_expression_is_taken_or_refused(pattern):
    with suppress(UsageError):
        assert matcher(RuleField.REGEX, pattern)(telling(1)) in (True, False)


def test_a_story_is_muted_where_all_of_its_items_are():
    lone = alone([candidate(1, "Football tonight")], ruling(mute("football")))
    both = [candidate(1, "Football tonight", story=1), candidate(2, "A match tonight", story=1, source=2)]

    assert lone.muted_by == mute("football")
    assert alone(both, ruling(mute("football"))).muted_by is None
    assert alone(both, ruling(mute("football"), mute("match", number=2))).muted_by == mute("football")


def test_muted_items_are_no_voices_for_a_story_that_stays():
    told = [candidate(1, "Football tonight", story=1), candidate(2, "A match tonight", story=1, source=2)]

    story = alone(told, ruling(mute("football")))

    assert parts(story)["coverage"] == 0.0
    assert story.story.size == 2


def test_a_muted_story_keeps_its_score():
    item = candidate(1, "Football tonight")

    assert alone([item], ruling(mute("football"))).score == alone([item]).score


def test_keep_wins_over_mute_where_one_item_is_kept():
    told = [candidate(1, "Football tonight", story=1), candidate(2, "Football: the final", story=1, source=2)]

    story = alone(told, ruling(mute("football"), keep("final")))

    assert (story.muted_by, story.kept_by) == (None, keep("final"))


@given(st.lists(st.sampled_from(["ferry", "quake", "ferry quake", "budget"]), min_size=1, max_size=5))
def test_muted_and_kept_never_meet(titles):
    told = [telling(n, title) for n, title in enumerate(titles, 1)]

    verdict = Rules([mute("ferry"), keep("quake")]).judge(told)

    assert (verdict.kept_by is not None) == any("quake" in title for title in titles)
    assert (verdict.muted_by is not None) == all(title == "ferry" for title in titles)
    assert verdict.voices

"""What a digest says of itself."""

from __future__ import annotations

from ainews.model.digests import Inflow, Summary
from ainews.stories import notes
from ainews.stories.choice import Reason
from tests.stories.test_choice import MUTE, NOON, candidate


def left(*reasons: Reason) -> list[tuple[object, Reason]]:
    return [(candidate(number, muted_by=MUTE), reason) for number, reason in enumerate(reasons, 1)]


def summary(method: str = "extractive", model: str = "", fallback: str = "") -> Summary:
    return Summary(1, 1, (), NOON, method=method, model=model, fallback=fallback)


def test_everything_left_out_is_accounted_for() -> None:
    muted, shown = Reason.MUTED, Reason.SHOWN

    assert list(notes.left_out(left(muted, muted, shown, Reason.BELOW, Reason.BELOW))) == [
        "2 stories muted by 1 rule: `ainews rule list`",
        "3 more stories (1 shown before, without news since, 2 further down): `ainews stories`",
    ]
    assert list(notes.left_out(left(Reason.BELOW))) == ["1 more story: `ainews stories`"]
    assert list(notes.left_out([])) == []


def test_items_that_wait_for_their_stories_are_counted() -> None:
    assert list(notes.waiting(Inflow(9, 2, 1))) == ["1 item waits for its story: `ainews stories`"]
    assert list(notes.waiting(Inflow(9, 2, 0))) == []


def test_an_empty_day_is_one_friendly_line() -> None:
    assert "ainews init" in notes.quiet(Inflow(0, 0, 0), [], has_sources=False)
    assert "nothing came in" in notes.quiet(Inflow(0, 0, 0), [], has_sources=True)
    assert notes.quiet(Inflow(3, 1, 0), left(Reason.SHOWN), has_sources=True) == (
        "all quiet: 3 items came in, and you have seen what matters in them"
    )


def test_the_sources_own_words_are_told_as_such() -> None:
    assert list(notes.writers([summary()], "", is_remote=False)) == [notes.OWN_WORDS]
    assert list(notes.writers([], "", is_remote=False)) == []


def test_a_models_words_are_told_with_where_they_were_made() -> None:
    told = [summary("model", "qwen3"), summary("extractive", "qwen3", "timeout")]

    assert list(notes.writers(told, "api.example", is_remote=True)) == [
        "summaries by qwen3 at api.example, found in the cited items; 1 fell back to extracts (timeout)",
        "the texts of these stories were sent to api.example",
    ]
    assert len(list(notes.writers(told, "localhost", is_remote=False))) == 1


def test_only_texts_that_left_are_said_to_have_been_sent() -> None:
    unsent = [summary("extractive", "qwen3", why) for why in ("unreachable", "budget", "store", "skipped")]
    rejected = summary("extractive", "qwen3", "quote")

    assert "were sent" not in " ".join(notes.writers(unsent, "api.example", is_remote=True))
    assert list(notes.writers([*unsent, rejected], "api.example", is_remote=True))[1:] == [
        "the texts of 1 of these stories were sent to api.example"
    ]


def test_a_model_that_wrote_nothing_of_use_gets_no_credit() -> None:
    [note] = notes.writers([summary("extractive", "qwen3", "refused")], "localhost", is_remote=False)

    assert note == f"{notes.OWN_WORDS}; qwen3 at localhost wrote none that could be used (refused)"

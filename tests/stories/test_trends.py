"""What rises among headlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from ainews.model.digests import Mention, Trend, TrendKind
from ainews.stories.judging import Past
from ainews.stories.trends import rising

DAY_S = 86_400
AT_S = 20_000 * DAY_S
FIRST_S = AT_S - DAY_S
QUIET = ["Council talks about road {}", "Rain in valley {} again", "School {} opens its doors"]
FERRY = [
    "Ferry Ilmara burns off the coast",
    "Crew of the Ilmara saved from a burning ferry",
    "What we know about the fire on the Ilmara",
    "Owner of the Ilmara knew of faults",
    "Minister promises answers on the Ilmara",
    "Divers reach the sunken Ilmara at dawn",
    "The last hours aboard the Ilmara",
    "Why the Ilmara sailed with broken pumps",
]


def mention(title: str, number: int = 0, *, publisher: str = "", hours: float = 1, **more: object) -> Mention:
    at_s = int(AT_S - hours * 3600)
    return Mention(at_s, title, publisher or f"site{number}.example", **more)  # type: ignore[arg-type]


def told(titles: Iterable[str], **more: object) -> list[Mention]:
    return [mention(title, number, **more) for number, title in enumerate(titles)]  # type: ignore[arg-type]


def quiet_day(day: int) -> list[str]:
    return [QUIET[number % 3].format(100 * day + number) for number in range(40)]


PAST = Past([quiet_day(day) for day in range(1, 29)])


def found(items: Sequence[Mention], past: Past = PAST, **other: int) -> list[Trend]:
    span = {"first_s": FIRST_S, "at_s": AT_S, "steps": 24, "limit": 0} | other
    window = sorted([*told(quiet_day(0), hours=12), *items], key=lambda item: item.at_s)
    return rising(window, past, **span)


def test_a_name_that_many_write_of_rises() -> None:
    [trend] = found(told(FERRY))

    assert (trend.key, trend.name, trend.kind) == ("ilmara", "Ilmara", TrendKind.NAME)
    assert (trend.count, trend.sources) == (8, 8)
    assert trend.usual < 0.1
    assert trend.series == (0,) * 23 + (8,)


def test_a_quiet_day_has_no_trends() -> None:
    assert found([]) == []


def test_what_is_always_written_about_does_not_rise() -> None:
    always = Past([[*quiet_day(day), *(f"{title} {day}" for title in FERRY)] for day in range(1, 29)])

    assert found(told(FERRY), always) == []


@pytest.mark.parametrize("publishers", [1, 2])
def test_one_or_two_publishers_make_no_trend(publishers: int) -> None:
    many = [f"{title}, part {part}" for title in FERRY for part in range(4)]
    items = [mention(title, publisher=f"loud{n % publishers}.example") for n, title in enumerate(many)]

    assert found(items) == []


def test_a_loud_publisher_with_two_followers_makes_no_trend() -> None:
    loud = [mention(f"{title}, part {part}", publisher="loud.example") for title in FERRY for part in range(4)]

    assert found([*loud, *told(FERRY[:2])]) == []


def test_syndicated_text_is_one_voice() -> None:
    assert found(told([FERRY[0]] * 30)) == []


def test_a_publisher_does_not_count_where_it_names_itself() -> None:
    news = [mention(f"{QUIET[n % 3].format(n)} | Ilmara", publisher="ilmara.example") for n in range(30)]
    titles = [
        mention(f"Ilmara: {QUIET[n % 3].format(n)}", publisher=f"{n % 9}.example", source_title="Ilmara")
        for n in range(30)
    ]

    assert found([*news, *titles]) == []


def test_the_whole_name_is_told_even_where_headlines_shorten_it() -> None:
    full = [title.replace("Ilmara", "Astrid Ilmara") for title in FERRY[:5]]

    [trend] = found(told([*full, *FERRY[5:]]))

    assert (trend.key, trend.name, trend.count) == ("astrid ilmara", "Astrid Ilmara", 8)


def test_a_verb_behind_a_name_is_no_part_of_it() -> None:
    likened = ["ferries", "storms", "debts", "boats", "wars", "crowds"]
    titles = [f"Astrid Ilmara compares herself to {what}" for what in likened]

    assert [trend.name for trend in found(told([*titles, "Even Astrid Ilmara is silent"]))] == ["Astrid Ilmara"]


def test_a_name_has_its_usual_spelling_among_title_case() -> None:
    [trend] = found(told([title.title() if n % 2 else title for n, title in enumerate(FERRY)]))

    assert trend.name == "Ilmara"


def test_names_end_with_a_letter_or_hold_an_apostrophe() -> None:
    people = ["bakers", "clerks", "divers", "farmers", "monks", "nurses", "pilots", "sailors"]
    fates = ["arrives", "disappoints", "delights", "overheats", "shines", "sells", "waits", "wins"]
    days = [f"How {who} spend Mother's Day" for who in people]
    boxes = [f"Console Box X {fate}" for fate in fates]

    assert {trend.name for trend in found([*told(days), *told(boxes, hours=3)])} == {"Mother's Day", "Console Box X"}


@pytest.mark.parametrize("word", ["Monday", "watch", "today", "the", "2026"])
def test_the_calendar_and_the_talk_of_the_trade_never_rise(word: str) -> None:
    assert found(told(f"{word} {title}" for title in [QUIET[n % 3].format(n) for n in range(20)])) == []


def test_a_part_of_many_names_is_no_name() -> None:
    fates = "Aerle wins|Beek signs|Cleef retires|Dorst resigns|Essen sings|Gaal returns|Hulst paints|Impe rides"

    assert found(told(f"Van {fate}" for fate in fates.split("|"))) == []


def test_scripts_without_blanks_have_names_too() -> None:
    titles = [f"{verb}渡輪伊瑪拉{noun}" for verb, noun in zip("救看說問找聽寫記", "火水人船港岸夜晨", strict=True)]

    assert [trend.name for trend in found(told(titles))] == ["渡輪伊瑪拉"[:4]]


def test_a_story_rises_where_its_reports_share_no_name() -> None:
    titles = [
        "Blast at mill",
        "Explosion kills two",
        "Grain dust ignites",
        "Fire crews called",
        "Plant shut",
        "Silo gone",
    ]
    stories = [mention(title, n, story_id=7) for n, title in enumerate(titles)]

    [trend] = found(stories)

    assert (trend.key, trend.kind, trend.name, trend.story_ids) == ("story:7", TrendKind.STORY, "Blast at mill", (7,))


def test_a_story_that_has_a_name_is_one_trend_under_the_name() -> None:
    [trend] = found(told(FERRY, story_id=7))

    assert (trend.key, trend.story_ids) == ("ilmara", (7,))


def test_a_story_that_was_told_all_week_does_not_rise() -> None:
    titles = [
        "Blast at mill",
        "Explosion kills two",
        "Grain dust ignites",
        "Fire crews called",
        "Plant shut",
        "Silo gone",
    ]
    past = Past(PAST.days, stories={7: [6] * 28})

    assert found([mention(title, n, story_id=7) for n, title in enumerate(titles)], past) == []


def test_since_tells_when_it_began_to_rise() -> None:
    early = mention("Ilmara wins a prize for its kitchen", 9, hours=22)

    [trend] = found([early, *told(FERRY, hours=3)])

    assert trend.since.timestamp() == AT_S - 3 * 3600


def test_an_hour_later_it_is_the_same_trend() -> None:
    items = told(FERRY, hours=3)

    keys = [[trend.key for trend in found(items, first_s=FIRST_S + later, at_s=AT_S + later)] for later in (0, 3600)]

    assert keys == [["ilmara"], ["ilmara"]]


def test_without_a_past_nothing_is_guessed() -> None:
    assert found(told(FERRY), Past([[]])) == []


def test_after_a_single_day_only_the_plain_is_told() -> None:
    day = Past([quiet_day(1)])

    assert found(told(FERRY[:5]), day) == []
    assert found(told(FERRY[:5]))


def test_a_week_without_a_past_is_judged_by_its_days() -> None:
    week = [mention(title, n, hours=24 * day + 2) for day in range(7) for n, title in enumerate(quiet_day(day))]
    items = sorted([*week, *told(FERRY, hours=50)], key=lambda item: item.at_s)

    found_then = rising(items, Past([[]]), first_s=AT_S - 7 * DAY_S, at_s=AT_S, steps=28)

    assert [trend.key for trend in found_then] == ["ilmara"]


def test_two_events_are_two_trends_and_the_limit_holds() -> None:
    fire = ["Tokvan tower in flames", "Smoke over the Tokvan tower", "Families leave Tokvan", "Tokvan mayor weeps"]
    both = [*told(FERRY), *told([*fire, "Cladding blamed in Tokvan", "Second body found at Tokvan", "Tokvan mourns"])]

    assert [trend.key for trend in found(both)] == ["ilmara", "tokvan"]
    assert [trend.key for trend in found(both, limit=1)] == ["ilmara"]


def test_a_few_fresh_reports_rise_in_a_full_day() -> None:
    full = [f"{title} of street {n}" for n in range(90) for title in quiet_day(0)]
    window = [mention(title, n, hours=n % 23 + 0.5) for n, title in enumerate(full)]
    past = Past([full] * 3)
    fresh, spread = told(FERRY[:5], hours=2), [mention(title, n, hours=3 * n + 2) for n, title in enumerate(FERRY[:5])]

    assert [trend.key for trend in found([*window, *fresh], past)] == ["ilmara"]
    assert found([*window, *spread], past) == []


def test_what_has_its_hour_each_day_does_not_rise_then() -> None:
    always = Past([[*quiet_day(day), *(f"{title} {day}" for title in FERRY)] for day in range(1, 29)])

    assert found(told(FERRY, hours=0.5), always) == []

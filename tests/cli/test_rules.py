"""`rule` mutes and keeps, and hides nothing silently."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ainews.model import Assigned


@pytest.fixture
def news(shelf):
    """A story of two items and two lonely ones, of the last hours: football twice, a ferry."""
    one, two = shelf.source("Paper One"), shelf.source("Paper Two")
    now = datetime.now(UTC)

    def item(source, title, hours_ago):
        date = now - timedelta(hours=hours_ago)
        return shelf.item(source, title, published=date, at=date, author="Jane Doe" if source is two else "")

    ids = [
        item(one, "Football tonight", 4),
        item(one, "Ferry Astrid sinks in Oslofjord", 3),
        item(two, "Ferry Astrid: no time for football", 2),
    ]
    shelf.store.stories.save([Assigned(ids[n], ids[s], ids[s], content_hash=b"1") for n, s in ((0, 0), (1, 1), (2, 1))])
    return ids


def test_a_rule_is_tried_before_it_is_made(ainews, news):
    tried = ainews("rule", "mute", "football", "--dry-run", "--json").json

    assert tried == {
        "kind": "mute",
        "in": "words",
        "pattern": "football",
        "items": 2,
        "stories": [{"id": news[0], "title": "Football tonight"}],
        "partly": [{"id": news[1], "title": "Ferry Astrid sinks in Oslofjord"}],
    }
    assert ainews("rule", "list", "--json").out == ""


def test_a_trial_reads_well(ainews, news):
    lines = ainews("rule", "mute", "football", "--dry-run").out.splitlines()

    assert lines[0] == "would mute 1 story, and meets 2 items"
    assert lines[2] == "would leave 1 story that others tell as well"
    assert lines[-1].startswith("nothing is stored")


def test_rules_are_listed_with_what_they_met_and_removed(ainews, news):
    assert ainews("rule", "mute", "football").out.startswith("rule 1 holds")
    assert ainews("rule", "keep", "paper two", "--in", "source").code == 0
    assert ainews("rule", "mute", "doe", "--in", "author").code == 0

    listed = ainews("rule", "list", "--json").lines

    assert [
        (each["id"], each["kind"], each["in"], each["title"], each["items"], each["stories"]) for each in listed
    ] == [
        (1, "mute", "words", "football", 2, 1),
        (2, "keep", "source", "Paper Two", 1, 1),
        (3, "mute", "author", "doe", 1, 0),
    ]
    assert len(ainews("rule", "list").out.splitlines()) == 4
    assert ainews("rule", "remove", 1).code == 0
    assert ainews("rule", "remove", 1).code == 4


def test_no_rules_tell_the_next_command(ainews):
    assert ainews("rule", "list").out.startswith("no rules")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["(a", "--in", "regex"], 2, "character 1"),
        ([r"\bit's(", "--in", "regex"], 2, r"'\bit's(' is no regular expression"),
        (["?!"], 2, "no word"),
        (["nowhere", "--in", "source"], 4, "nowhere"),
        (["x", "--in", "title"], 2, "title"),
        (["x", "--dry-run", "--since", "soon"], 2, "soon"),
    ],
)
def test_what_cannot_be_meant_is_a_clear_error(ainews, news, arguments, code, words):
    outcome = ainews("rule", "mute", *arguments)

    assert outcome.code == code
    assert words in outcome.err


def test_the_same_rule_twice_is_a_conflict(ainews):
    assert ainews("rule", "mute", "football").code == 0
    assert ainews("rule", "mute", "football").code == 4


def test_a_conflict_shows_the_pattern_as_it_was_typed(ainews):
    ainews("rule", "mute", "--in", "regex", r"\bsponsored\b")

    assert r"mute '\bsponsored\b' in regex" in ainews("rule", "mute", "--in", "regex", r"\bsponsored\b").err


def stories(ainews, *options):
    return [line["id"] for line in ainews("stories", "--json", *options).lines]


def test_muted_stories_are_counted_where_they_are_left_out(ainews, news):
    before = stories(ainews)
    ainews("rule", "mute", "tonight")

    assert news[0] in before
    assert news[0] not in stories(ainews)
    assert stories(ainews, "--muted") == before
    assert ainews("stories").out.splitlines()[-1].startswith("1 story muted by rules: `ainews rule list`")
    assert "muted" not in ainews("stories", "--muted").out


def test_why_names_the_rule_that_mutes_a_story(ainews, news):
    ainews("rule", "mute", "tonight")

    assert ainews("why", news[0], "--json").json["rank"]["muted_by"] == 1
    assert "muted by rule 1: words tonight" in ainews("why", news[0]).out

    ainews("rule", "keep", "football")

    rank = ainews("why", news[0], "--json").json["rank"]
    assert (rank["muted_by"], rank["kept_by"]) == (None, 2)
    assert "kept by rule 2: words football" in ainews("why", news[0]).out

"""`digest`."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import timedelta

import pytest

from ainews import formats
from ainews.app import Services
from ainews.errors import ModelError, StoreFull
from ainews.model import Assigned, StoriesReport
from ainews.model.digests import Channel, Sent, Summary

FERRY = [
    "Ferry Astrid sinks in Oslofjord, all 212 passengers rescued",
    "All 212 passengers rescued as ferry Astrid sinks in Oslofjord",
    "Oslofjord ferry Astrid sinks; 212 passengers rescued",
]
BUDGET = "Parliament passes the budget after a long night of debate"
AT = "2026-11-20T18:00:00Z"
TEXTS = [
    "The ferry went down within an hour.",
    "Boats brought everybody to the shore.",
    "Nobody was hurt, police said.",
]


@pytest.fixture(autouse=True)
def _no_model(monkeypatch):
    """Stories are put together by hand here."""
    monkeypatch.setattr(Services, "derive_stories", lambda *_, **__: StoriesReport())


@pytest.fixture
def day(shelf, noon):
    """A story that three sources tell, and one that nobody else has; returns the id of the first."""
    sources = [
        shelf.source(name, folder)
        for name, folder in (("Harbour Times", "World"), ("Daily Wire", None), ("Coast", None))
    ]
    ids = [
        shelf.item(
            source,
            title,
            f"<p>{text}</p>",
            url=f"https://{n}.example/ferry",
            published=noon + timedelta(hours=n),
            at=noon,
        )
        for n, (source, title, text) in enumerate(zip(sources, FERRY, TEXTS, strict=True))
    ]
    shelf.item(sources[1], BUDGET, "<p>The vote was close.</p>", at=noon)
    join(shelf.store, ids)
    return ids[0]


def join(store, ids):
    hashes = {text.item_id: text.content_hash for text in store.stories.texts(ids, "none")}
    store.stories.save([Assigned(each, ids[0], ids[0], content_hash=hashes[each]) for each in ids])


def failing(error):
    def act(*_, **__):
        raise error

    return act


def test_a_digest_has_the_documented_fields(day, ainews):
    outcome = ainews("digest", "--at", AT, "--json")

    assert outcome.code == 0
    assert outcome.out.count("\n") == 1
    digest = outcome.json
    assert {"at", "since", "stories", "trends", "sick_sources"} <= set(digest)
    assert (digest["at"], digest["since"]) == (AT, "2026-11-19T18:00:00Z")
    story = digest["stories"][0]
    assert {"rank", "story_id", "title", "score", "why", "summary", "links"} <= set(story)
    assert (story["rank"], story["story_id"], story["title"]) == (1, day, FERRY[0])
    assert all(set(sentence) == {"text", "item_ids"} for sentence in story["summary"])
    assert set(story["links"][0]) == {"item_id", "url", "source"}
    assert sum(part["contribution"] for part in story["why"]) == pytest.approx(story["score"])


@pytest.mark.parametrize("name", ["terminal", *formats.NAMES])
def test_every_format_gives_the_same_bytes_again(day, ainews, name):
    first = ainews("digest", "--at", AT, "--format", name)

    assert first.code == 0
    assert "Oslofjord" in first.out
    assert ainews("digest", "--at", AT, "--format", name).out == first.out


def test_a_pipe_gets_plain_text_without_colour(day, ainews):
    assert ainews("digest", "--at", AT).out == ainews("digest", "--at", AT, "--format", "plain").out
    assert "\x1b" not in ainews("digest", "--at", AT, "--format", "terminal").out


def test_a_digest_is_saved_listed_and_shown_again_as_it_was(day, ainews, shelf):
    made = ainews("digest", "--at", AT, "--json")
    shelf.store.sources.remove(shelf.store.reading.item(day).source.id)

    [line] = ainews("digest", "--list", "--json").lines

    assert (line["id"], line["at"], line["stories"], line["sent"]) == (1, AT, 2, [])
    assert ainews("digest", "--show", 1, "--json").out == made.out
    assert ainews("digest", "--show", 1, "--format", "markdown").out.count(FERRY[0]) == 1
    assert ainews("digest", "--list").out == "1  2026-11-20 18:00   2 stories  the last 24 hours\n"


def test_a_preview_saves_nothing(day, ainews):
    assert ainews("digest", "--at", AT, "--preview").code == 0
    assert ainews("digest", "--list").out == "no digests yet: `ainews digest` makes one\n"


def test_an_unknown_digest_is_not_found(ainews):
    outcome = ainews("digest", "--show", 7)

    assert (outcome.code, outcome.out) == (4, "")
    assert "there is no digest 7: `ainews digest --list` shows them" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--top", "0"], "--top 0 leaves no story"),
        (["--minutes", "-1"], "--minutes -1 is no time to read"),
        (["--minutes", "nan"], "--minutes nan is no time to read"),
        (["--format", "pdf"], "there is no format pdf: choose one of terminal, "),
        (["--format", "html", "--json"], "--json and --format html are two formats"),
        (["--at", "someday"], "'someday' is no time"),
        (["--at", "all"], "--at needs a moment"),
        (["--at", "0001-01-01"], "--at 0001-01-01 is before 1970, where nothing is dated"),
        (
            ["--since", "2026-11-21", "--at", "2026-11-20"],
            "is not before the digest itself, 2026-11-20T00:00:00Z: give",
        ),
        (["--output", "/no/such/folder/x.html"], "there is no folder /no/such/folder"),
        (["--output", "digest.pdf"], "does not say its format"),
        (["--send", "--preview"], "a preview is not saved"),
        (["--resend"], "--resend sends nothing by itself"),
        (["--show", "1", "--top", "3"], "--show opens what was made before: leave out --top"),
        (["--list", "--at", "24h"], "--list opens what was made before: leave out --at"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_wishes_are_refused_before_anything_is_done(ainews, arguments, message):
    outcome = ainews("digest", *arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert ainews("digest", "--list", "--json").lines == []


@pytest.mark.parametrize("since", ["all", "0001-01-01", "99999d"])
def test_since_before_anything_is_dated_is_all(day, ainews, since):
    assert ainews("digest", "--at", AT, "--since", since, "--json").json["since"] is None


def test_a_file_gets_the_format_of_its_name(day, ainews, tmp_path):
    assert ainews("digest", "--at", AT, "--output", tmp_path / "today.html").out == ""
    ainews("digest", "--at", AT, "--output", tmp_path / "today.json")

    assert (tmp_path / "today.html").read_text().startswith("<!")
    assert json.loads((tmp_path / "today.json").read_text())["at"] == AT
    assert sorted(path.name for path in tmp_path.glob("*today*")) == ["today.html", "today.json"]


def test_a_file_that_cannot_be_written_stays_as_it_was(day, ainews, tmp_path, monkeypatch):
    (tmp_path / "today.md").write_text("yesterday's")
    monkeypatch.setattr("pathlib.Path.replace", failing(OSError(28, "No space left on device")))

    outcome = ainews("digest", "--at", AT, "--output", tmp_path / "today.md")

    assert outcome.code == 2
    assert "today.md cannot be written (No space left on device)" in outcome.err
    assert (tmp_path / "today.md").read_text() == "yesterday's"
    assert len(list(tmp_path.glob("*today*"))) == 1


def test_a_file_that_is_a_link_stays_one(day, ainews, tmp_path):
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")

    assert ainews("digest", "--at", AT, "--output", tmp_path / "link.md").code == 0

    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text()


def test_what_is_no_plain_file_is_written_to_and_not_replaced(day, ainews):
    assert ainews("digest", "--at", AT, "--output", os.devnull, "--format", "html").code == 0
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)  # noqa: PTH116


def test_stories_are_found_first_as_far_back_as_the_digest_looks(day, ainews, monkeypatch, noon):
    asked = []
    monkeypatch.setattr(Services, "derive_stories", lambda _, *, since, progress: asked.append(since))

    ainews("digest", "--at", AT, "--since", "48h")
    ainews("digest", "--at", AT, "--since", "all")

    assert asked == [noon + timedelta(hours=6) - timedelta(days=2), None]


def test_stories_that_cannot_be_found_are_told_and_the_digest_goes_on(day, ainews, monkeypatch):
    monkeypatch.setattr(Services, "derive_stories", failing(ModelError("the weights are not installed")))

    outcome = ainews("digest", "--at", AT)

    assert outcome.code == 0
    assert FERRY[0] in outcome.out
    assert "the weights are not installed; the digest is made of the stories that are known" in outcome.err


@pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")
def test_a_store_that_cannot_be_written_still_gives_a_digest(day, ainews, monkeypatch):
    monkeypatch.setattr(Services, "save_digest", failing(StoreFull(path="news.db")))

    outcome = ainews("digest", "--at", AT)

    assert outcome.code == 0
    assert FERRY[0] in outcome.out
    assert "the digest is not saved, so its stories stay new: no space is left for news.db" in outcome.err


def test_a_model_that_does_not_answer_matters_only_when_strict(day, ainews, monkeypatch, noon):
    def fallen(self, stories, **_):
        return [Summary(each.id, 1, (), noon, model="qwen3", fallback="timeout") for each in stories]

    monkeypatch.setattr(Services, "summarize", fallen)

    assert ainews("digest", "--at", AT).code == 0
    strict = ainews("digest", "--at", AT, "--strict")
    assert strict.code == 6
    assert FERRY[0] in strict.out
    assert "the model could not be asked for every story (timeout)" in strict.err


def test_a_window_without_end_and_one_before_everything(day, ainews):
    assert len(ainews("digest", "--at", AT, "--since", "all", "--json").json["stories"]) == 2
    before = ainews("digest", "--at", "2001-01-01", "--json")
    assert (before.code, before.json["stories"]) == (0, [])
    assert "nothing came in during this time" in before.json["notes"][0]


def test_an_empty_store_says_how_to_start(ainews):
    outcome = ainews("digest", "--format", "terminal")

    assert outcome.code == 0
    assert "no sources yet: `ainews init --pack ai`" in outcome.out


PROGRAM = """
import sys
def refuse(event, _):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
        raise OSError("no network")
sys.addaudithook(refuse)
from ainews.cli.main import run
code = run(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""


def test_a_digest_needs_no_network_and_nothing_heavy_once_stories_are_found(shelf, store_path):
    shelf.source()
    command = [sys.executable, "-c", PROGRAM, "--store", str(store_path), "digest", "--json"]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout)["stories"] == []
    assert not set(done.stderr.split()) & {"numpy", "onnxruntime", "openai", "rich", "pydantic", "lxml", "asyncio"}


def test_sending_tells_each_way_and_fails_if_one_does(day, ainews, monkeypatch):
    sent = [Sent(Channel.FILE, "today.html", True), Sent(Channel.EMAIL, "me@mail.example", False, "refused")]
    monkeypatch.setattr(Services, "send_digest", lambda *_, **__: sent)

    outcome = ainews("digest", "--at", AT, "--send")

    assert outcome.code == 5
    assert outcome.err.splitlines() == [
        "sent by file to today.html",
        "ainews: not sent by email to me@mail.example: refused",
        "ainews: 1 of 2 ways failed: `ainews digest --show 1 --send` tries again, what was sent is not repeated",
    ]


def test_after_an_interrupted_sending_the_way_to_send_it_again_is_named(day, ainews, monkeypatch):
    sent = [Sent(Channel.FILE, "today.html", True), Sent(Channel.EMAIL, "you", False, "interrupted", True)]
    monkeypatch.setattr(Services, "send_digest", lambda *_, **__: sent)

    last = ainews("digest", "--at", AT, "--send").err.splitlines()[-1]

    assert last.startswith("ainews: 1 of 2 ways may have sent it or not: `ainews digest --show 1 --send --resend`")


def test_a_digest_that_could_not_be_sent_is_in_the_next_one(day, ainews, monkeypatch, tmp_path):
    monkeypatch.setenv("AINEWS_SEND__FILE", str(tmp_path / "taken" / "news.md"))
    (tmp_path / "taken").touch()
    assert ainews("digest", "--at", AT, "--send").code == 5
    (tmp_path / "taken").unlink()

    later = ainews("digest", "--at", "2026-11-20T20:00:00Z", "--send")

    assert later.code == 0
    assert FERRY[0] in (tmp_path / "taken" / "news.md").read_text()


def test_a_digest_is_sent_once_each_way(day, ainews, monkeypatch, tmp_path):
    monkeypatch.setenv("AINEWS_SEND__FILE", str(tmp_path / "news-{date}.md"))

    first = ainews("digest", "--at", AT, "--send")
    again = ainews("digest", "--show", 1, "--send")

    assert (first.code, again.code) == (0, 0)
    assert FERRY[0] in (tmp_path / "news-2026-11-20.md").read_text()
    assert first.err == f"sent by file to {tmp_path / 'news-2026-11-20.md'}\n"
    assert again.err.startswith("had been sent by file before, to ")
    assert again.err.endswith("or an earlier address: --resend sends it again\n")
    assert ainews("digest", "--list", "--json").lines[0]["sent"] == ["file"]
    assert ainews("digest", "--show", 1, "--send", "--resend").err == first.err


def test_sending_needs_somewhere_to_send_to(day, ainews):
    outcome = ainews("digest", "--at", AT, "--send")

    assert outcome.code == 3
    assert "nothing says where to send it" in outcome.err


def test_a_digest_without_stories_is_not_sent(shelf, ainews, monkeypatch):
    monkeypatch.setattr(Services, "send_digest", lambda *_, **__: pytest.fail("sent"))

    outcome = ainews("digest", "--at", AT, "--send")

    assert outcome.code == 0
    assert "there is no story in it, so it is not sent" in outcome.err

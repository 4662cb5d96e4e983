"""A server may answer, refuse, drip, pour, hang up or make no sense: what it says is read, and nothing hangs."""

from __future__ import annotations

import gzip
import json
import socket

import pytest

from ainews.errors import ConfigError, ModelError
from ainews.model import ItemText, Sentence
from ainews.model.digests import Written
from ainews.summarize import openai as module
from ainews.summarize.openai import OpenAISummarizer
from tests.summarize.scripted import (
    Act,
    Server,
    counted,
    drips,
    event,
    is_silent,
    lines,
    piece,
    pours,
    refuses,
    sends,
    serving,
    streams,
)

pytest.importorskip("openai", reason="the extra `openai` is not installed")

ITEMS = [
    ItemText(
        11, "Dam is drained", "Engineers drain the dam. See https://dam.example/maps for maps.", "https://a.example/1"
    ),
    ItemText(12, "Homes are left", "People leave their homes.", "https://b.example/2"),
]
GOOD = lines(("Engineers drain the dam.", [1]), ("People leave their homes.", [2, 1]))
SAID = (Sentence("Engineers drain the dam.", (11,)), Sentence("People leave their homes.", (12, 11)))
HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n"


def summarizer(server: Server, **how: object) -> OpenAISummarizer:
    return OpenAISummarizer("tiny", address=server.address, **{"timeout_s": 10, "sleep": lambda wait_s: None, **how})


def ask(*script: Act, **how: object) -> Written:
    with serving(*script) as server:
        return summarizer(server, **how).summarize(ITEMS)


def failure(*script: Act, **how: object) -> ModelError:
    with pytest.raises(ModelError) as caught:
        ask(*script, **how)
    return caught.value


def test_a_streamed_answer_is_read_with_its_items_and_its_tokens():
    assert ask(streams(GOOD, counted(700, 41))) == Written(SAID, 700, 41)


def test_it_is_asked_for_json_of_a_schema_that_cites_only_what_there_is():
    with serving(streams(GOOD)) as server:
        summarizer(server, most_tokens=123, api_key="secret").summarize(ITEMS)

    (asked,) = server.asked
    line = asked["response_format"]["json_schema"]["schema"]["properties"]["sentences"]["items"]
    assert line["properties"]["items"]["items"]["enum"] == [1, 2]
    assert (asked["max_tokens"], asked["temperature"], asked["stream"]) == (123, 0, True)
    assert asked["stream_options"] == {"include_usage": True}
    assert server.headers[0]["authorization"] == "Bearer secret"


def test_no_address_of_an_item_is_sent():
    with serving(streams(GOOD)) as server:
        summarizer(server).summarize(ITEMS)

    sent = json.dumps(server.asked[0])
    assert "Engineers drain the dam." in sent
    assert ".example" not in sent


def test_a_schema_that_is_refused_is_left_out_from_then_on():
    with serving(refuses(400, "schema"), refuses(422, "json"), streams(GOOD)) as server:
        model = summarizer(server)
        assert model.summarize(ITEMS).sentences == SAID
        model.summarize(ITEMS)

    formats = [asked.get("response_format", {}).get("type") for asked in server.asked]
    assert formats == ["json_schema", "json_object", None, None]


@pytest.mark.parametrize(
    ("said", "gone", "instead"),
    [
        ("Unsupported: use 'max_completion_tokens' instead of max_tokens", "max_tokens", "max_completion_tokens"),
        ("'temperature' does not support 0", "temperature", "max_tokens"),
        ("unknown field stream_options", "stream_options", "max_tokens"),
    ],
)
def test_what_a_server_does_not_take_is_said_otherwise(said, gone, instead):
    with serving(refuses(400, said), streams(GOOD)) as server:
        assert summarizer(server).summarize(ITEMS).sentences == SAID

    assert gone in server.asked[0]
    assert gone not in server.asked[1]
    assert instead in server.asked[1]


def test_texts_that_are_too_long_for_the_model_are_not_tried_in_other_ways():
    with serving(refuses(400, "exceeds the available context size")) as server, pytest.raises(ModelError) as caught:
        summarizer(server).summarize(ITEMS)

    assert (caught.value.kind, len(server.asked)) == ("refused", 1)


@pytest.mark.parametrize(
    ("status", "kind"), [(401, "refused"), (404, "refused"), (429, "rate-limited"), (500, "unavailable")]
)
def test_a_refusal_has_a_kind_and_costs_nothing(status, kind):
    error = failure(refuses(status, "go away"))

    assert (error.kind, error.was_paid) == (kind, False)
    assert "127.0.0.1" in str(error)
    assert "go away" in str(error)


def test_a_server_that_asks_for_patience_gets_it():
    waits: list[float] = []

    written = ask(refuses(429, Retry_After="3"), refuses(503), streams(GOOD), sleep=waits.append)

    assert written.sentences == SAID
    assert waits == [3.0, 2.0]


@pytest.mark.parametrize("after", ["3600", "Wed, 25 Nov 2026 12:00:00 GMT", "-1"])
def test_nobody_waits_longer_than_a_summary_may_take(after):
    waits: list[float] = []

    error = failure(refuses(503, Retry_After=after), sleep=waits.append)

    assert (error.kind, waits) == ("unavailable", [])


def test_a_server_that_is_always_busy_is_left_alone():
    with serving(refuses(429, Retry_After="0")) as server, pytest.raises(ModelError):
        summarizer(server).summarize(ITEMS)

    assert len(server.asked) == 3


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(is_silent, id="silence"),
        pytest.param(drips(b"X-Slow: 1\r\n", HEAD), id="headers that never end"),
        pytest.param(drips(b":", HEAD + b"\r\n"), id="a comment that never ends"),
        pytest.param(drips(b"\n", HEAD + b"\r\n"), id="blank lines"),
        pytest.param(drips(piece(""), HEAD + b"\r\n"), id="pieces of nothing"),
        pytest.param(drips(b" ", b"HTTP/1.0 500 Oh\r\nContent-Length: 90000\r\n\r\n"), id="an error in drops"),
    ],
)
def test_a_slow_server_has_the_time_of_one_summary(act):
    error = failure(act, timeout_s=0.4)

    assert (error.kind, error.was_paid) == ("timeout", True)


@pytest.mark.parametrize(
    "part", [b"x" * 65_536, b"\n" * 65_536, piece("word " * 10_000)], ids=["line", "lines", "words"]
)
def test_an_answer_without_an_end_is_cut(part):
    assert failure(pours(part), timeout_s=60, most_tokens=16).kind == "too-long"


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(sends(b"<html><body>Log in to the hotel</body></html>", kind="text/html"), id="a page"),
        pytest.param(sends(), id="nothing"),
        pytest.param(sends(b"data: {]\n\n"), id="broken JSON"),
        pytest.param(sends(b"data: 5\n\ndata: null\n\ndata: [1]\n\n"), id="other JSON"),
        pytest.param(sends(b"\xff\xfe\x00data"), id="bytes"),
        pytest.param(sends(event(choices="many")), id="choices that are words"),
        pytest.param(sends(event(choices=[{"delta": 5}])), id="a number for a delta"),
        pytest.param(sends(piece({"a": 1}, "stop")), id="an object for words"),
        pytest.param(sends(piece([1, 2], "stop")), id="a list for words"),
        pytest.param(sends(b'data: {"error": {"message": "out of memory"}}\n\n'), id="an error inside the stream"),
        pytest.param(sends(piece(GOOD)), id="hung up before the end"),
        pytest.param(sends(gzip.compress(piece(GOOD, "stop")), Content_Encoding="gzip"), id="compressed"),
        pytest.param(sends(json.dumps({"choices": [{"message": {"content": GOOD}}]}).encode()), id="not streamed"),
    ],
)
def test_nonsense_is_a_model_error_that_may_have_cost_money(act):
    error = failure(act)

    assert (error.kind, error.was_paid) == ("broken", True)


def test_a_server_that_hangs_up_at_once_is_broken():
    assert failure(lambda to: to.connection.shutdown(socket.SHUT_RDWR)).kind == "broken"


def test_where_nobody_listens_nothing_is_paid():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
    with pytest.raises(ModelError) as caught:
        OpenAISummarizer("tiny", address=address, timeout_s=5).summarize(ITEMS)

    assert (caught.value.kind, caught.value.was_paid) == ("unreachable", False)


def test_texts_are_not_sent_on_to_another_address():
    with serving(streams(GOOD)) as other:
        error = failure(refuses(307, Location=f"{other.address}/chat/completions"))

        assert error.kind == "refused"
        assert other.asked == []


def test_no_proxy_carries_the_texts_of_a_local_model(monkeypatch):
    with serving(streams(GOOD)) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.address.removesuffix("/v1"))
        ask(streams(GOOD))

        assert proxy.asked == []


@pytest.mark.parametrize(
    ("text", "finish", "fault"),
    [
        (GOOD[:40], "length", "truncated"),
        (GOOD, "content_filter", "declined"),
        ("", "stop", "empty"),
        ('{"sentences": []}', "stop", "empty"),
        (lines((" ", [1])), "stop", "empty"),
        ("Engineers drain the dam.", "stop", "not-json"),
        ('{"sentences": [{"text": 5, "items": [1]}]}', "stop", "not-json"),
        ('{"sentences": [{"text": "A.", "items": "1"}]}', "stop", "not-json"),
        ('{"sentences": ' + "[" * 5_000, "stop", "not-json"),
        (lines(("dam " * 61, [1])), "stop", "wordy"),
    ],
)
def test_an_answer_of_no_use_says_why_and_was_paid_for(text, finish, fault):
    written = ask(streams(text, counted(700, 9), finish=finish))

    assert written == Written((), 700, 9, fault=fault)


def test_a_model_that_will_not_is_believed():
    assert ask(sends(piece(None, refusal="I cannot"), piece(finish="stop"))).fault == "declined"


@pytest.mark.parametrize(
    "text",
    [f"```json\n{GOOD}\n```", f"<think>Is it {{1}}?</think>\n{GOOD}", f"Here you are: {GOOD} Good luck!"],
    ids=["fenced", "thought", "chatted"],
)
def test_json_is_found_among_other_words(text):
    assert ask(streams(text)).sentences == SAID


def test_more_than_two_sentences_are_cut_and_unknown_items_stay_unknown():
    written = ask(streams(lines(("One.", [1, 1]), ("Two.", [3, 0, -1]), ("Three.", [2]))))

    assert written.sentences == (Sentence("One.", (11,)), Sentence("Two.", (0,)))


@pytest.mark.parametrize(
    "usage",
    [(), (counted("many", 8),), (counted(-1, 8),), (counted(None, None),), (counted(10**30, 1),)],
)
def test_tokens_that_were_not_counted_are_as_many_as_they_can_be(usage):
    with serving(streams(GOOD, *usage)) as server:
        model = summarizer(server)
        written = model.summarize(ITEMS)

    assert (written.tokens_in, written.tokens_out) == model.estimate(ITEMS)


def test_an_estimate_has_a_token_for_each_byte_that_is_sent():
    with serving(streams(GOOD)) as server:
        model = summarizer(server, most_tokens=99)
        model.summarize(ITEMS)

    sent = sum(len(message["content"].encode()) for message in server.asked[0]["messages"])
    assert model.estimate(ITEMS)[0] > sent
    assert model.estimate(ITEMS)[1] == 99


@pytest.mark.parametrize(
    ("address", "host", "is_remote"),
    [
        ("http://localhost:11434/v1", "localhost:11434", False),
        ("http://127.0.0.2/v1", "127.0.0.2", False),
        ("http://[::1]:8080/v1", "::1:8080", False),
        ("http://192.168.1.5:8080/v1", "192.168.1.5:8080", True),
        ("https://api.openai.com/v1", "api.openai.com", True),
        ("http://localhost.example/v1", "localhost.example", True),
    ],
)
def test_whatever_is_not_this_machine_is_remote(address, host, is_remote):
    model = OpenAISummarizer("tiny", address=address)

    assert (model.host, model.is_remote) == (host, is_remote)


@pytest.mark.parametrize("address", ["localhost:11434", "ftp://a.example", "http://", "http://a:b:c/"])
def test_an_address_that_is_none_is_told_before_anything_is_asked(address):
    with pytest.raises(ConfigError, match=r"summaries\.address"):
        OpenAISummarizer("tiny", address=address)


def test_a_missing_library_is_told_before_anything_is_asked(monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda name: None)

    with pytest.raises(ConfigError, match=r"pip install 'ainews\[openai\]'"):
        OpenAISummarizer("tiny", address="http://localhost/v1")

"""What is posted to services: within their limits, and without their markup."""

from __future__ import annotations

import json

from hypothesis import given

from ainews import formats
from ainews.model import Sentence
from ainews.model.digests import Digest
from tests.formats.builders import AT, digest, hostile, link, story
from tests.formats.hostile import TRIED, addresses, texts

LONG = "<&>*_~`[]()" * 60


def huge() -> Digest:
    """Return a digest beyond every limit, in the characters that grow when they are escaped."""
    told = (Sentence(LONG, (101,)),) * 6
    many = (story(n, LONG, summary=told, links=tuple(link(k, title=LONG) for k in range(1, 40))) for n in range(1, 90))
    return digest(*many, trends=digest().trends * 40, notes=(LONG,) * 30)


def test_slack_gets_headline_summary_and_links_as_blocks() -> None:
    message = json.loads(formats.render(digest(), "slack"))

    assert message["text"] == "News digest: Monday 23 November 2026"
    assert message["blocks"][2]["text"]["text"] == (
        "*<https://paper1.example/news/1|Headline 1>*\nSomething 1 happened. More followed.\n"
        "<https://paper1.example/news/1|Paper 1> · <https://paper2.example/news/2|Paper 2>\n"
        "5 reports from 2 sources · Monday 06:00"
    )


@TRIED
@given(text=texts(), url=addresses())
def test_no_text_calls_a_channel_or_makes_a_link_in_slack(text: str, url: str) -> None:
    message = json.loads(formats.render(hostile(text, url), "slack"))

    for block in message["blocks"][2:]:
        words = block.get("text", {}).get("text", "") or block["elements"][0]["text"]
        assert (block.get("text") or block["elements"][0])["verbatim"]
        for part in words.split("<")[1:]:
            assert part.startswith(("https://", "http://"))


def test_slack_takes_the_largest_digest() -> None:
    blocks = json.loads(formats.render(huge(), "slack"))["blocks"]

    assert len(blocks) <= 50
    assert all(len(block["text"]["text"]) <= 3_000 for block in blocks if block["type"] == "section")
    assert all(len(block["elements"][0]["text"]) <= 3_000 for block in blocks if block["type"] == "context")
    assert len(blocks[0]["text"]["text"]) <= 150
    assert "44 stories did not fit into this message." in json.dumps(blocks)


def test_discord_gets_an_embed_for_each_story_and_calls_nobody() -> None:
    message = json.loads(formats.render(digest(), "discord"))

    assert message["allowed_mentions"] == {"parse": []}
    assert message["embeds"][0]["title"] == "Headline 1"
    assert message["embeds"][0]["url"] == "https://paper1.example/news/1"
    assert message["embeds"][0]["description"] == "Something 1 happened. More followed."


def test_discord_takes_the_largest_digest() -> None:
    message = json.loads(formats.render(huge(), "discord"))

    assert len(message["content"]) <= 2_000
    assert len(message["embeds"]) == 10
    texts_of_all = [each[name] for each in message["embeds"] for name in ("title", "description")]
    assert sum(map(len, texts_of_all)) + sum(len(each["footer"]["text"]) for each in message["embeds"]) <= 6_000
    assert all(len(each["title"]) <= 256 and len(each["footer"]["text"]) <= 2_048 for each in message["embeds"])
    assert "79 stories did not fit into this message." in message["content"]


def test_ntfy_gets_a_title_and_headlines() -> None:
    assert formats.render(digest(), "ntfy") == ("News digest: Monday 23 November 2026\n1. Headline 1\n2. Headline 2\n")


def test_ntfy_takes_the_largest_digest() -> None:
    message = formats.render(huge(), "ntfy").partition("\n")[2]

    assert len(message.encode()) <= 4_096
    assert message.splitlines()[-1].startswith("and ")


def test_a_subject_tells_the_first_headline_and_how_much_more_there_is() -> None:
    assert formats.render(digest(), "subject") == "Headline 1, and 1 more story\n"
    assert formats.render(digest(story()), "subject", title="Ours") == "Ours: Headline 1\n"
    assert formats.render(Digest(AT, None, ()), "subject") == "News digest: no news, Monday 23 November 2026\n"

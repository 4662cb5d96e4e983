"""What a server streams, read as an answer; trusts no type, and checks no sentence against the items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from ainews.errors import ModelError
from ainews.model import ItemText, Sentence
from ainews.model.digests import Written
from ainews.summarize.faults import AnswerFault, CallFault
from ainews.summarize.prompt import MOST_SENTENCES
from ainews.summarize.words import length_in_words

_MOST_CHARS = 100_000
_MOST_WORDS = 60  # of a sentence
_MOST_TOKENS = 10**9  # what counts more is no count
_NO_ITEM = 0  # stands for a number that no item bears


class _Line(msgspec.Struct):
    text: str
    items: list[int]


class _Lines(msgspec.Struct):
    sentences: list[_Line]


class Answer(NamedTuple):
    """A whole answer as it was streamed.

    finish  why the model stopped, in the server's word
    tokens  in and out, where the server counted them
    """

    text: str
    finish: str
    tokens: tuple[int, int] | None = None
    is_declined: bool = False

    def written(self, items: Sequence[ItemText], bounds: tuple[int, int]) -> Written:
        """Return the sentences that are in it, or why none are; `bounds` stand in for tokens that were not counted."""
        sentences, fault = self._sentences(items)
        return Written(sentences, *(self.tokens or bounds), fault=fault)

    def _sentences(self, items: Sequence[ItemText]) -> tuple[tuple[Sentence, ...], str]:
        if self.is_declined or self.finish == "content_filter":
            return (), AnswerFault.DECLINED
        if self.finish == "length":
            return (), AnswerFault.TRUNCATED
        try:
            lines = msgspec.json.decode(_json(self.text), type=_Lines).sentences
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return (), AnswerFault.NOT_JSON if self.text.strip() else AnswerFault.EMPTY
        said = [line for line in lines if line.text.strip()][:MOST_SENTENCES]
        if any(length_in_words(line.text) > _MOST_WORDS for line in said):
            return (), AnswerFault.WORDY
        return tuple(_sentence(line, items) for line in said), "" if said else AnswerFault.EMPTY


def read(stream: Iterable[Any]) -> Answer:
    """Read a stream of the client's chunks to its end; ModelError where it is none, has no end, or never ends."""
    parts: list[str] = []
    chars, finish, tokens, is_declined = 0, "", None, False
    for chunk in stream:
        tokens = _tokens(getattr(chunk, "usage", None)) or tokens
        for choice in (getattr(chunk, "choices", None) or [])[:1]:
            parts.append(choice.delta.content or "" if choice.delta else "")
            chars += len(parts[-1])
            finish = choice.finish_reason or finish
            is_declined = is_declined or bool(getattr(choice.delta, "refusal", None))
        if chars > _MOST_CHARS:
            raise ModelError("the model does not stop", kind=CallFault.TOO_LONG, was_paid=True)
    if not finish:
        raise ModelError("the answer has no end", kind=CallFault.BROKEN, was_paid=True)
    return Answer("".join(parts), finish, tokens, is_declined)


def _tokens(usage: Any) -> tuple[int, int] | None:
    """Return what a server counted, if these are counts."""
    counts = getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None)
    if all(type(count) is int and 0 <= count <= _MOST_TOKENS for count in counts):
        return counts  # type: ignore[return-value]  # integers, as was just seen
    return None


def _json(text: str) -> str:
    """Return the JSON in a text: models think aloud before it, and fence it in."""
    said = text.rpartition("</think>")[2]
    return said[max(0, said.find("{")) : said.rfind("}") + 1]


def _sentence(line: _Line, items: Sequence[ItemText]) -> Sentence:
    cited = (items[number - 1].item_id if 0 < number <= len(items) else _NO_ITEM for number in line.items)
    return Sentence(" ".join(line.text.split()), tuple(dict.fromkeys(cited)))

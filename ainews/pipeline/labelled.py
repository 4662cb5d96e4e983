"""Reads labelled data: JSON Lines whose format their fields tell, and search collections. Grades nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import msgspec

from ainews.errors import NotFound, UsageError

Name = str | int


class Document(TypedDict):
    """A news document and the event it reports; `sentences` or `title`. `ts` is in milliseconds."""

    cluster: Name
    sentences: NotRequired[list[str]]
    title: NotRequired[str]
    description: NotRequired[str | None]
    ts: NotRequired[float | None]


class Pair(TypedDict):
    """Two headlines and how alike people found them, 0 to 5."""

    a: str
    b: str
    score: float


class Edit(TypedDict):
    """A headline before and after it was changed."""

    old: str
    new: str
    token_jaccard: float
    url: NotRequired[str | None]


class Trap(TypedDict):
    """One address that many headlines bear."""

    url: str
    titles: list[str]


class Member(TypedDict):
    """One item of a group."""

    title: str | None
    description: NotRequired[str | None]
    url: NotRequired[str | None]
    published: NotRequired[datetime | None]


class Group(TypedDict):
    """Items that are the same."""

    items: list[Member]
    url: NotRequired[str | None]


class SearchDocument(TypedDict):
    """A text to find."""

    id: Name
    text: str | None
    title: NotRequired[str | None]


class SearchQuery(TypedDict):
    """A question."""

    id: Name
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, questions by id, and for each question the grades of documents by id."""

    documents: Sequence[Mapping[str, Any]]
    questions: Mapping[str, str]
    judged: Mapping[str, Mapping[str, float]]


Formats = Mapping[tuple[str, ...], Any]
"""Type of a record, by fields that only it has."""

STORIES: Formats = {("cluster", "sentences"): Document, ("cluster", "title"): Document}
DEDUPE: Formats = {
    ("a", "b", "score"): Pair,
    ("old", "new", "token_jaccard"): Edit,
    ("url", "titles"): Trap,
    ("items",): Group,
}
_DOCS, _QUERIES, _QRELS = "docs.jsonl", "queries.jsonl", "qrels.tsv"
_DECODER = msgspec.json.Decoder()


def read(path: Path, formats: Formats) -> list[dict[str, Any]]:
    """Read a file of records, all of the format that the first one's fields tell; raises NotFound and UsageError."""
    records: list[dict[str, Any]] = []
    kind: Any = None
    for number, line in _lines(path):
        record = _decoded(path, number, line)
        found = _kind(path, number, record, formats)
        kind = kind or found
        try:
            records.append(msgspec.convert(record, kind, strict=False))
        except msgspec.ValidationError as error:
            raise UsageError(f"{path}, line {number}: {error}") from None
    if not records:
        raise UsageError(f"{path} is empty: name a file of labelled records")
    return records


def read_collection(path: Path) -> Collection:
    """Read a search collection from its folder, or from any file in it; raises NotFound and UsageError."""
    if not path.exists():
        raise NotFound(f"there is no {path}")
    folder = path if path.is_dir() else path.parent
    if not path.is_dir() and path.name not in (_DOCS, _QUERIES, _QRELS):
        raise UsageError(f"{path} is no part of a search collection: name a folder with {_DOCS}, {_QUERIES}, {_QRELS}")
    documents = read(folder / _DOCS, {("id", "text"): SearchDocument})
    questions = read(folder / _QUERIES, {("id", "text"): SearchQuery})
    judged = _judgements(folder / _QRELS)
    return Collection(documents, {str(each["id"]): each["text"] for each in questions}, judged)


def _judgements(path: Path) -> dict[str, dict[str, float]]:
    """Read lines of question, document and grade; without a grade, the document answers.

    TREC's form has a column between question and document that says nothing.
    """
    judged: dict[str, dict[str, float]] = {}
    for number, line in _lines(path):
        try:
            columns = line.split()
            question, document, *grade = columns if len(columns) < 4 else [columns[0], *columns[2:]]
            judged.setdefault(question, {})[document] = float(grade[0]) if grade else 1.0
        except ValueError:
            raise UsageError(f"{path}, line {number}: expected a question, a document and a grade") from None
    if not judged:
        raise UsageError(f"{path} is empty: without judgements nothing can be graded")
    return judged


def _kind(path: Path, number: int, record: Mapping[str, Any], formats: Formats) -> Any:
    for fields, kind in formats.items():
        if all(name in record for name in fields):
            return kind
    known = "; or ".join(", ".join(fields) for fields in formats)
    raise UsageError(f"{path}, line {number}: no known format with {', '.join(record) or 'no field'}: expected {known}")


def _decoded(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        record = _DECODER.decode(line)
    except msgspec.DecodeError as error:
        raise UsageError(f"{path}, line {number}: not JSON ({error})") from None
    if not isinstance(record, dict):
        raise UsageError(f"{path}, line {number}: expected an object, found {type(record).__name__}")
    return record


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, with their numbers."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise NotFound(f"there is no {path}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line

"""Stems, compared with those that SQLite's own tokenizer makes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ainews.text.stem import stem

WORDS = (
    *("running", "happy", "flies", "agreed", "hopping", "falling", "relational", "conditional", "sky", "news", "bus"),
    *("generalizations", "electricity", "adjustment", "probate", "controlling", "2026", "gpt4", "a", "be", "toys"),
)
ENDINGS = (
    *("s", "es", "ed", "eed", "ing", "ly", "y", "ion", "ation", "ational", "ization", "fulness", "ousness", "sses"),
    *("ies", "ability", "ment", "al", "ance", "ous", "ive", "ical", "ology"),
)


def sqlite_stems(words: Sequence[str]) -> dict[str, str]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5 (word, tokenize = 'porter unicode61')")
    connection.execute("CREATE VIRTUAL TABLE stems USING fts5vocab (words, 'instance')")
    connection.executemany("INSERT INTO words (rowid, word) VALUES (?, ?)", enumerate(words))
    stems = dict(connection.execute("SELECT doc, term FROM stems"))
    connection.close()
    return {word: stems[number] for number, word in enumerate(words)}


def test_known_words_have_the_stems_that_sqlite_gives_them():
    expected = {word: stem(word) for word in WORDS}

    assert expected == sqlite_stems(WORDS)


@given(
    st.from_regex(r"[b-df-hj-np-tv-z]?([aeiou][b-df-hj-np-tv-z]{1,2}){1,3}", fullmatch=True), st.sampled_from(ENDINGS)
)
def test_any_word_with_any_ending_has_the_stem_that_sqlite_gives_it(base, ending):
    word = base + ending

    assert stem(word) == sqlite_stems([word])[word]


def test_words_of_other_scripts_are_their_own_stem():
    assert stem("人") == "人"
    assert stem("новости") == "новости"

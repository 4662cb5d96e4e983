"""The floor that ingest is measured against: threads, fastfeedparser, SQLite with FTS5, and nothing else.

    python -m benchmarks.ingest_floor STORE < addresses

No sanitizing, no manners, no health, no versions. Prints {"sources": ..., "items": new ones} as JSON.
"""

from __future__ import annotations

import http.client
import json
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from urllib.parse import urlsplit

import fastfeedparser  # type: ignore[import-untyped]

THREADS = 32
SOURCES_A_TRANSACTION = 50
SCHEMA = """
CREATE TABLE IF NOT EXISTS source (url TEXT PRIMARY KEY, etag TEXT);
CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, source TEXT, guid TEXT, hash INTEGER, url TEXT, published TEXT,
                                 title TEXT, content TEXT, UNIQUE (source, guid));
CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (title, content, content = 'item', content_rowid = 'id',
                                                      tokenize = 'porter unicode61');
"""


def poll(url: str, etag: str | None) -> tuple[str, str | None, list[tuple[object, ...]] | None]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    connection.request("GET", parts.path, headers={"If-None-Match": etag} if etag else {})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status == 304:
        return url, etag, None
    return url, response.headers["ETag"], [row(url, entry) for entry in fastfeedparser.parse(body).entries]


def row(url: str, entry: fastfeedparser.FastFeedParserDict) -> tuple[object, ...]:
    title, content = entry["title"], entry["content"][0]["value"]
    return url, entry["id"], zlib.crc32((title + content).encode()), entry["link"], entry["published"], title, content


def land(db: sqlite3.Connection, url: str, etag: str | None, rows: list[tuple[object, ...]]) -> int:
    known = dict(db.execute("SELECT guid, hash FROM item WHERE source = ?", (url,)))
    new = [row for row in rows if known.get(row[1]) != row[2]]
    first = db.execute("SELECT coalesce(max(id), 0) + 1 FROM item").fetchone()[0]
    db.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ((first + n, *row) for n, row in enumerate(new)))
    db.executemany(
        "INSERT INTO search (rowid, title, content) VALUES (?, ?, ?)",
        ((first + n, *row[5:]) for n, row in enumerate(new)),
    )
    db.execute("INSERT OR REPLACE INTO source VALUES (?, ?)", (url, etag))
    return len(new)


def main() -> None:
    db = sqlite3.connect(sys.argv[1], isolation_level=None)
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + SCHEMA)
    etags: dict[str, str | None] = dict(db.execute("SELECT url, etag FROM source"))
    urls = sys.stdin.read().split()
    items = 0
    with ThreadPoolExecutor(THREADS) as pool:
        polled: Iterator[tuple[str, str | None, list[tuple[object, ...]] | None]]
        polled = pool.map(lambda url: poll(url, etags.get(url)), urls)
        while batch := list(islice(polled, SOURCES_A_TRANSACTION)):
            db.execute("BEGIN IMMEDIATE")
            items += sum(land(db, url, etag, rows) for url, etag, rows in batch if rows is not None)
            db.execute("COMMIT")
    print(json.dumps({"sources": len(urls), "items": items}))


if __name__ == "__main__":
    main()

-- Sources, items, their texts, the reader's side and the search index.
-- Times are integer milliseconds since 1970 UTC; spans are seconds.

CREATE TABLE user (
    id          INTEGER PRIMARY KEY,
    name        TEXT    NOT NULL UNIQUE,
    created_ms  INTEGER NOT NULL
) STRICT;

CREATE TABLE source (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    url                 TEXT    NOT NULL UNIQUE,
    kind                TEXT    NOT NULL DEFAULT 'feed',
    title               TEXT    NOT NULL DEFAULT '',
    site_url            TEXT,
    state               TEXT    NOT NULL DEFAULT 'new',
    options             TEXT    NOT NULL DEFAULT '{}',
    feed_identity       BLOB,
    etag                TEXT,
    last_modified       TEXT,
    body_hash           BLOB,
    interval_s          INTEGER NOT NULL DEFAULT 3600,
    next_due_ms         INTEGER,
    failures            INTEGER NOT NULL DEFAULT 0,
    failing_since_ms    INTEGER,
    error_kind          TEXT,
    error               TEXT,
    last_try_ms         INTEGER,
    last_ok_ms          INTEGER,
    gone_sightings      INTEGER NOT NULL DEFAULT 0,
    throttled_until_ms  INTEGER,
    move_to             TEXT,
    move_first_seen_ms  INTEGER,
    move_sightings      INTEGER NOT NULL DEFAULT 0,
    item_count          INTEGER NOT NULL DEFAULT 0,
    lease_owner         TEXT,
    lease_until_ms      INTEGER
) STRICT;
-- source.claim: what is due, longest waiting first
CREATE INDEX source_due ON source (next_due_ms) WHERE next_due_ms IS NOT NULL;

CREATE TABLE subscription (
    user_id          INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    source_id        INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    folder           TEXT,
    title            TEXT,
    added_ms         INTEGER NOT NULL,
    read_through_id  INTEGER NOT NULL DEFAULT 0,
    unread           INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, source_id)
) STRICT, WITHOUT ROWID;
-- landing: who reads this source, to keep their unread counts
CREATE INDEX subscription_source ON subscription (source_id);

-- position orders items by date, then by arrival, in one integer that is also the search index's
-- rowid: 32 places for each second since 1970, of min(published, arrived); where a second is full, the
-- next free place. It never changes.
CREATE TABLE item (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    position      INTEGER NOT NULL UNIQUE,
    source_id     INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    guid          TEXT    NOT NULL,
    guid_key      INTEGER NOT NULL,
    url           TEXT    NOT NULL,
    url_key       INTEGER,
    title         TEXT    NOT NULL,
    author        TEXT    NOT NULL DEFAULT '',
    published_ms  INTEGER,
    updated_ms    INTEGER,
    arrived_ms    INTEGER NOT NULL,
    language      TEXT,
    fingerprint   BLOB    NOT NULL,
    content_hash  BLOB    NOT NULL
) STRICT;
-- landing: is this draft known?
CREATE UNIQUE INDEX item_identity ON item (source_id, guid_key);
-- landing: the same item under a new guid; later, the same page in several sources
CREATE INDEX item_url ON item (url_key) WHERE url_key IS NOT NULL;
-- item.list of one source
CREATE INDEX item_source ON item (source_id, position);
-- item.list --unread: what arrived after a subscription's read-through mark
CREATE INDEX item_arrival ON item (source_id, id, position);

CREATE TABLE item_body (
    item_id     INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    html        TEXT NOT NULL,
    categories  TEXT NOT NULL DEFAULT '',
    enclosures  TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE version (
    item_id  INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    seen_ms  INTEGER NOT NULL,
    title    TEXT    NOT NULL,
    html     TEXT    NOT NULL,
    PRIMARY KEY (item_id, number)
) STRICT, WITHOUT ROWID;

-- Items that were removed on purpose; their feed may still carry them.
CREATE TABLE tombstone (
    source_id   INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    guid_key    INTEGER NOT NULL,
    removed_ms  INTEGER NOT NULL,
    PRIMARY KEY (source_id, guid_key)
) STRICT, WITHOUT ROWID;

-- Only exceptions: `read` is NULL where the subscription's read-through mark decides, 0 only for
-- items up to the mark, 1 only for items after it.
CREATE TABLE item_state (
    user_id  INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    item_id  INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    read     INTEGER,
    starred  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, item_id)
) STRICT, WITHOUT ROWID;
-- item.list --starred
CREATE INDEX item_state_starred ON item_state (user_id, item_id) WHERE starred = 1;
-- item.list --unread: items up to the mark that are unread all the same
CREATE INDEX item_state_unread ON item_state (user_id, item_id) WHERE read = 0;
-- cascade when an item is removed
CREATE INDEX item_state_item ON item_state (item_id);

-- What the index was built from; plain_text() and spaced() are registered on each connection.
CREATE VIEW item_searchable AS
SELECT item.position,
       spaced(plain_text(item_body.html)) AS body,
       spaced(item.title) AS title,
       spaced(item_body.categories) AS tags,
       's' || item.source_id AS source
  FROM item
  JOIN item_body ON item_body.item_id = item.id;

-- The body comes first: FTS5 writes the number of every column but the first at each word.
CREATE VIRTUAL TABLE item_search USING fts5 (
    body, title, tags, source,
    content = 'item_searchable',
    content_rowid = 'position',
    tokenize = "porter unicode61 remove_diacritics 2"
);

INSERT INTO user (id, name, created_ms) VALUES (1, 'owner', 0);

-- Summaries, what models cost, what a reader cares for, and the digests that were made.
-- Money is in millionths of the owner's currency.

-- content_key is a hash of method, model, prompt and the items' texts, so that nothing is paid for twice;
-- sentences is JSON.
CREATE TABLE summary (
    content_key  BLOB    PRIMARY KEY,
    story_id     INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    sentences    TEXT    NOT NULL,
    method       TEXT    NOT NULL,
    model        TEXT    NOT NULL,
    prompt       TEXT    NOT NULL,
    tokens_in    INTEGER NOT NULL,
    tokens_out   INTEGER NOT NULL,
    cost_micros  INTEGER NOT NULL,
    fallback     TEXT    NOT NULL,
    made_ms      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- summary.of_stories: the latest words about a story
CREATE INDEX summary_story ON summary (story_id, made_ms);

-- Each call of a model: reserved before it starts, settled when it ends. One that was killed stays
-- reserved and counts in full.
CREATE TABLE spending (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms            INTEGER NOT NULL,
    purpose          TEXT    NOT NULL,
    model            TEXT    NOT NULL,
    state            TEXT    NOT NULL,
    reserved_micros  INTEGER NOT NULL,
    cost_micros      INTEGER NOT NULL DEFAULT 0,
    tokens_in        INTEGER NOT NULL DEFAULT 0,
    tokens_out       INTEGER NOT NULL DEFAULT 0
) STRICT;
-- spending.total: of a day and of a month
CREATE INDEX spending_at ON spending (at_ms);

CREATE TABLE interest (
    user_id  INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    kind     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    weight   REAL    NOT NULL,
    PRIMARY KEY (user_id, kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id     INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    kind        TEXT    NOT NULL,
    field       TEXT    NOT NULL,
    pattern     TEXT    NOT NULL,
    created_ms  INTEGER NOT NULL,
    UNIQUE (user_id, kind, field, pattern)
) STRICT;

-- Items that a reader opened or marked read one by one: what their interests are learned from.
CREATE TABLE reading_event (
    user_id  INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    item_id  INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    at_ms    INTEGER NOT NULL,
    PRIMARY KEY (user_id, item_id)
) STRICT, WITHOUT ROWID;
-- reading_event.newest
CREATE INDEX reading_event_at ON reading_event (user_id, at_ms);
-- cascade when an item is removed
CREATE INDEX reading_event_item ON reading_event (item_id);

-- record is the whole digest as JSON, so that it can be opened again as it was; content_key is a hash of
-- what it shows, whatever the hour; since_ms 0 is no limit.
CREATE TABLE digest (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id      INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    at_ms        INTEGER NOT NULL,
    since_ms     INTEGER NOT NULL,
    made_ms      INTEGER NOT NULL,
    stories      INTEGER NOT NULL,
    content_key  BLOB    NOT NULL,
    record       TEXT    NOT NULL
) STRICT;
-- digest.save, digest.list
CREATE UNIQUE INDEX digest_at ON digest (user_id, at_ms, since_ms);

-- What a digest showed; an item is news to later digests no more.
CREATE TABLE digest_item (
    digest_id  INTEGER NOT NULL REFERENCES digest (id) ON DELETE CASCADE,
    item_id    INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    PRIMARY KEY (digest_id, item_id)
) STRICT, WITHOUT ROWID;
-- digest_item.shown
CREATE INDEX digest_item_item ON digest_item (item_id);

-- One row for each way a digest was to leave, written before it does: state is `sending`, `sent` or `failed`.
CREATE TABLE sending (
    digest_id  INTEGER NOT NULL REFERENCES digest (id) ON DELETE CASCADE,
    channel    TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    at_ms      INTEGER NOT NULL,
    error      TEXT,
    PRIMARY KEY (digest_id, channel)
) STRICT, WITHOUT ROWID;

-- Vectors of what stands beyond an item's lead, in pieces: search looks there too, stories do not.
CREATE TABLE chunk_vector (
    item_id       INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    model_hash    TEXT    NOT NULL,
    number        INTEGER NOT NULL,
    content_hash  BLOB    NOT NULL,
    data          BLOB    NOT NULL,
    PRIMARY KEY (item_id, model_hash, number)
) STRICT, WITHOUT ROWID;

-- What a source's last document held, by the bytes of each item: those need not be parsed again.
CREATE TABLE source_piece (
    source_id  INTEGER PRIMARY KEY REFERENCES source (id) ON DELETE CASCADE,
    data       BLOB NOT NULL
) STRICT;

-- What matching needs of the text that was judged; NULL where it has to be read from the text again.
ALTER TABLE story_item ADD COLUMN signature BLOB;

-- Items whose vector or story may be missing or out of date, so that nobody searches all items for them.
CREATE TABLE story_due (
    item_id  INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE
) STRICT;
INSERT INTO story_due SELECT id FROM item;
CREATE TRIGGER item_falls_due AFTER INSERT ON item
BEGIN
    INSERT INTO story_due VALUES (NEW.id);
END;
CREATE TRIGGER changed_item_falls_due AFTER UPDATE OF content_hash ON item WHEN NEW.content_hash <> OLD.content_hash
BEGIN
    INSERT INTO story_due VALUES (NEW.id) ON CONFLICT DO NOTHING;
END;

-- The model whose missing vectors story_due tells of; of any other, every item may lack one.
ALTER TABLE model ADD COLUMN is_followed INTEGER NOT NULL DEFAULT 0;

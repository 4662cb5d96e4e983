-- Which items report the same event, and what that was found by.

CREATE TABLE model (
    hash       TEXT    PRIMARY KEY,
    name       TEXT    NOT NULL,
    dims       INTEGER NOT NULL,
    threshold  REAL    NOT NULL
) STRICT, WITHOUT ROWID;

-- content_hash is that of the text which was embedded: where it is not the item's, the vector is out of date.
CREATE TABLE vector (
    item_id       INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    model_hash    TEXT    NOT NULL,
    content_hash  BLOB    NOT NULL,
    data          BLOB    NOT NULL,
    PRIMARY KEY (item_id, model_hash)
) STRICT, WITHOUT ROWID;

-- A story and its topic bear the id of one of their first items. content_hash is that of the text which was
-- judged; why is JSON.
CREATE TABLE story_item (
    item_id       INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    story_id      INTEGER NOT NULL,
    topic_id      INTEGER NOT NULL,
    content_hash  BLOB    NOT NULL,
    why           TEXT    NOT NULL
) STRICT;
-- story.refresh, list.from_stories
CREATE INDEX story_item_story ON story_item (story_id);

-- What lists show of a story; revision grows whenever its items change.
CREATE TABLE story (
    id        INTEGER PRIMARY KEY,
    revision  INTEGER NOT NULL,
    title     TEXT    NOT NULL,
    first_ms  INTEGER NOT NULL,
    last_ms   INTEGER NOT NULL,
    size      INTEGER NOT NULL,
    sources   INTEGER NOT NULL
) STRICT;
-- story.list
CREATE INDEX story_last ON story (last_ms);

-- What the owner said by hand: kind is `together` or `apart`, item_a the lower id.
CREATE TABLE story_correction (
    item_a  INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    item_b  INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    kind    TEXT    NOT NULL,
    PRIMARY KEY (item_a, item_b)
) STRICT, WITHOUT ROWID;
-- cascade when an item is removed
CREATE INDEX story_correction_item ON story_correction (item_b);

-- The same tables as on SQLite: see its second migration for what columns mean.

CREATE TABLE model (
    hash       TEXT             PRIMARY KEY,
    name       TEXT             NOT NULL,
    dims       BIGINT           NOT NULL,
    threshold  DOUBLE PRECISION NOT NULL
);

CREATE TABLE vector (
    item_id       BIGINT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    model_hash    TEXT   NOT NULL,
    content_hash  BYTEA  NOT NULL,
    data          BYTEA  NOT NULL,
    PRIMARY KEY (item_id, model_hash)
);

CREATE TABLE story_item (
    item_id       BIGINT PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    story_id      BIGINT NOT NULL,
    topic_id      BIGINT NOT NULL,
    content_hash  BYTEA  NOT NULL,
    why           TEXT   NOT NULL
);
-- story.refresh, list.from_stories
CREATE INDEX story_item_story ON story_item (story_id);

CREATE TABLE story (
    id        BIGINT PRIMARY KEY,
    revision  BIGINT NOT NULL,
    title     TEXT   NOT NULL,
    first_ms  BIGINT NOT NULL,
    last_ms   BIGINT NOT NULL,
    size      BIGINT NOT NULL,
    sources   BIGINT NOT NULL
);
-- story.list
CREATE INDEX story_last ON story (last_ms);

CREATE TABLE story_correction (
    item_a  BIGINT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    item_b  BIGINT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    kind    TEXT   NOT NULL,
    PRIMARY KEY (item_a, item_b)
);
-- cascade when an item is removed
CREATE INDEX story_correction_item ON story_correction (item_b);

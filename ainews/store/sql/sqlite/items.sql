-- landing.begin (writes)
-- Nothing: the write lock is held already.

-- item.next_ids (reads)
-- The ids that follow the highest ever given; the write lock keeps them ours.
SELECT (SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'item') + value AS id
  FROM (WITH RECURSIVE numbers (value) AS (
        SELECT 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < :count)
        SELECT value FROM numbers);

-- index.insert (writes)
-- Rows must come in ascending position: FTS5 writes out its buffer whenever a rowid is lower than the last.
INSERT INTO item_search (rowid, title, body, tags, source)
VALUES (:position, :index_title, :index_body, :index_tags, :index_source);

-- index.delete (writes)
-- An external content index forgets only what it is told again, word by word.
INSERT INTO item_search (item_search, rowid, title, body, tags, source)
SELECT 'delete', position, title, body, tags, source
  FROM item_searchable
 WHERE position = :position;

-- index.forget_items (writes)
INSERT INTO item_search (item_search, rowid, title, body, tags, source)
SELECT 'delete', position, title, body, tags, source
  FROM item_searchable
 WHERE position IN (SELECT position FROM item WHERE id IN :ids[])
 ORDER BY position;

-- index.forget_source (writes)
INSERT INTO item_search (item_search, rowid, title, body, tags, source)
SELECT 'delete', position, title, body, tags, source
  FROM item_searchable
 WHERE position IN (SELECT position FROM item WHERE source_id = :id)
 ORDER BY position;

-- index.check (writes)
-- Fails where the index and the items differ.
INSERT INTO item_search (item_search, rank) VALUES ('integrity-check', 1);

-- index.rebuild (writes)
INSERT INTO item_search (item_search) VALUES ('rebuild');

-- item.known (reads)
-- What the source already has, by guid or by address.
SELECT id, guid, url_key, fingerprint, content_hash
  FROM item
 WHERE source_id = :source_id AND guid_key IN :guid_keys[]
 UNION
SELECT id, guid, url_key, fingerprint, content_hash
  FROM item
 WHERE url_key IN :url_keys[] AND source_id + 0 = :source_id;

-- item.taken (reads)
-- Guids that may not land as new: stored by another process meanwhile, or removed on purpose.
SELECT guid_key FROM item WHERE source_id = :source_id AND guid_key IN :guid_keys[]
 UNION ALL
SELECT guid_key FROM tombstone WHERE source_id = :source_id AND guid_key IN :guid_keys[];

-- item.last_places (reads)
-- The last place taken in each of these seconds.
SELECT wanted.value AS first,
       (SELECT MAX(position)
          FROM item
         WHERE position >= wanted.value AND position < wanted.value + :places) AS last
  FROM :firsts[] AS wanted;

-- item.insert (writes)
INSERT INTO item (id, position, source_id, guid, guid_key, url, url_key, title, author,
                  published_ms, updated_ms, arrived_ms, language, fingerprint, content_hash)
VALUES (:id, :position, :source_id, :guid, :guid_key, :url, :url_key, :title, :author,
        :published_ms, :updated_ms, :arrived_ms, :language, :fingerprint, :content_hash);

-- body.insert (writes)
INSERT INTO item_body (item_id, html, categories, enclosures)
VALUES (:id, :html, :categories, :enclosures);

-- item.stored (reads)
-- The items that a landing wants to change, as they are now.
SELECT id, position, source_id, content_hash FROM item WHERE id IN :ids[];

-- version.keep (writes)
-- Keep the text that is about to be replaced.
INSERT INTO version (item_id, number, seen_ms, title, html)
SELECT item.id,
       1 + COALESCE((SELECT MAX(number) FROM version WHERE item_id = item.id), 0),
       :seen_ms,
       item.title,
       item_body.html
  FROM item
  JOIN item_body ON item_body.item_id = item.id
 WHERE item.id = :id;

-- version.trim (writes)
-- Some feeds change an item at every poll: the newest versions are enough.
DELETE FROM version
 WHERE item_id = :id
   AND number <= (SELECT MAX(number) FROM version WHERE item_id = :id) - :versions_kept;

-- item.update (writes)
-- A changed item keeps its place, its date of arrival and its identity.
UPDATE item
   SET url = :url,
       url_key = :url_key,
       title = :title,
       author = :author,
       published_ms = COALESCE(published_ms, :published_ms),
       updated_ms = :updated_ms,
       language = :language,
       fingerprint = :fingerprint,
       content_hash = :content_hash
 WHERE id = :id;

-- body.update (writes)
UPDATE item_body SET html = :html, categories = :categories, enclosures = :enclosures WHERE item_id = :id;

-- item.refresh (writes)
-- The same to a reader, though not to the byte.
UPDATE item SET fingerprint = :fingerprint WHERE id = :id AND source_id = :source_id;

-- item.rename (writes)
-- Follow a churned guid, unless another item of the source bears it.
UPDATE item
   SET guid = :guid, guid_key = :guid_key
 WHERE id = :id
   AND source_id = :source_id
   AND guid_key <> :guid_key
   AND NOT EXISTS (SELECT 1
                     FROM item AS other
                    WHERE other.source_id = :source_id AND other.guid_key = :guid_key);

-- subscription.landed (writes)
-- What landed is unread to every reader of its source.
UPDATE subscription SET unread = unread + :landed WHERE source_id = :source_id;

-- tombstone.add (writes)
INSERT INTO tombstone (source_id, guid_key, removed_ms)
SELECT source_id, guid_key, :now_ms
  FROM item
 WHERE id IN :ids[]
ON CONFLICT (source_id, guid_key) DO NOTHING;

-- subscription.lose (writes)
-- Unread items that are about to be removed count no more.
UPDATE subscription
   SET unread = unread - (
       SELECT COUNT(*)
         FROM item
         LEFT JOIN item_state AS state
           ON state.item_id = item.id AND state.user_id = subscription.user_id
        WHERE item.id IN :ids[]
          AND item.source_id = subscription.source_id
          AND (state.read = 0 OR (state.read IS NULL AND item.id > subscription.read_through_id)))
 WHERE source_id IN (SELECT source_id FROM item WHERE id IN :ids[]);

-- source.lose (writes)
UPDATE source
   SET item_count = item_count - (
       SELECT COUNT(*) FROM item WHERE item.id IN :ids[] AND item.source_id = source.id)
 WHERE id IN (SELECT source_id FROM item WHERE id IN :ids[]);

-- item.remove (writes)
DELETE FROM item WHERE id IN :ids[];

-- piece.of_source (reads)
SELECT data FROM source_piece WHERE source_id = :source_id;

-- piece.keep (writes)
INSERT INTO source_piece (source_id, data)
VALUES (:source_id, :data)
ON CONFLICT (source_id) DO UPDATE SET data = excluded.data;

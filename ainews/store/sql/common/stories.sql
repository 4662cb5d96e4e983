-- model.add (writes)
INSERT INTO model (hash, name, dims, threshold)
VALUES (:hash, :model, :dims, :threshold)
ON CONFLICT (hash) DO NOTHING;

-- model.followed (reads)
SELECT is_followed FROM model WHERE hash = :hash;

-- model.follow (writes)
UPDATE model SET is_followed = CASE WHEN hash = :hash THEN 1 ELSE 0 END;

-- due.add_all (writes)
-- `WHERE TRUE` tells SQLite that ON CONFLICT belongs to no join.
INSERT INTO story_due SELECT id FROM item WHERE TRUE ON CONFLICT DO NOTHING;

-- due.settle (writes)
-- Forget the items that have both.
DELETE FROM story_due
 WHERE EXISTS (SELECT 1
                 FROM item
                 JOIN story_item ON story_item.item_id = item.id AND story_item.content_hash = item.content_hash
                 JOIN vector
                   ON vector.item_id = item.id AND vector.model_hash = :model_hash
                      AND vector.content_hash = item.content_hash
                WHERE item.id = story_due.item_id);

-- due.count (part)
SELECT COUNT(*) AS items

-- due.position (part)
SELECT item.position

-- due.places (part)
SELECT item.id, item.position,
       CASE WHEN vector.content_hash = item.content_hash THEN 1 ELSE 0 END AS is_embedded,
       CASE WHEN story_item.content_hash = item.content_hash THEN 1 ELSE 0 END AS is_grouped

-- due.of_followed (part)
  FROM story_due
  JOIN item ON item.id = story_due.item_id

-- due.of_any (part)
  FROM item

-- due.lacking (part)
-- A vector of this model or a story, of the present text.
  LEFT JOIN story_item ON story_item.item_id = item.id
  LEFT JOIN vector ON vector.item_id = item.id AND vector.model_hash = :model_hash
 WHERE item.position >= :first
   AND item.position < :before
   AND (story_item.item_id IS NULL OR story_item.content_hash <> item.content_hash
        OR vector.item_id IS NULL OR vector.content_hash <> item.content_hash)

-- due.newest_first (part)
 ORDER BY item.position DESC
 LIMIT 1

-- story.waiting (reads)
-- How many items have no story of their present text; counting ends at the limit.
SELECT COUNT(*) AS items
  FROM (SELECT 1
          FROM story_due
          JOIN item ON item.id = story_due.item_id
          LEFT JOIN story_item
            ON story_item.item_id = item.id AND story_item.content_hash = item.content_hash
         WHERE item.position >= :first AND story_item.item_id IS NULL
         LIMIT :limit) AS waiting;

-- due.in_order (part)
 ORDER BY item.id

-- story.standing (reads)
-- Where the items of a span of time stand.
SELECT item.id, story_item.story_id, story_item.topic_id
  FROM item
  JOIN story_item ON story_item.item_id = item.id
 WHERE item.position >= :first AND item.position < :before;

-- story.known (reads)
-- The same with what they were found by, in order of arrival; a vector of an earlier text is none.
SELECT item.id, item.position, item.source_id, item.url_key, story_item.story_id, story_item.topic_id,
       story_item.signature, vector.data
  FROM item
  JOIN story_item ON story_item.item_id = item.id
  LEFT JOIN vector
    ON vector.item_id = item.id AND vector.model_hash = :model_hash AND vector.content_hash = item.content_hash
 WHERE item.position >= :first AND item.position < :before
 ORDER BY item.id;

-- story.texts (reads)
-- What matching needs of items; a vector of an earlier text is none.
SELECT item.id, item.position, item.source_id, item.title, item.url_key, item.content_hash, vector.data,
       substr(item_body.html, 1, :html_chars) AS html
  FROM item
  JOIN item_body ON item_body.item_id = item.id
  LEFT JOIN vector
    ON vector.item_id = item.id AND vector.model_hash = :model_hash AND vector.content_hash = item.content_hash
 WHERE item.id IN :ids[]
 ORDER BY item.id;

-- vector.save (writes)
-- The item may have been removed meanwhile.
INSERT INTO vector (item_id, model_hash, content_hash, data)
SELECT id, :model_hash, :content_hash, :data
  FROM item
 WHERE id = :item_id
ON CONFLICT (item_id, model_hash) DO UPDATE
   SET content_hash = excluded.content_hash, data = excluded.data;

-- story_item.put (writes)
-- The item may have been removed meanwhile.
INSERT INTO story_item (item_id, story_id, topic_id, content_hash, why, signature)
SELECT id, :story_id, :topic_id, :content_hash, :why, :signature
  FROM item
 WHERE id = :item_id
ON CONFLICT (item_id) DO UPDATE
   SET story_id = excluded.story_id,
       topic_id = excluded.topic_id,
       content_hash = excluded.content_hash,
       why = excluded.why,
       signature = excluded.signature;

-- story_item.move (writes)
UPDATE story_item SET story_id = :story_id, topic_id = :topic_id, why = :why WHERE item_id = :item_id;

-- story_item.why (reads)
SELECT item.id, story_item.story_id, story_item.topic_id, story_item.why
  FROM item
  LEFT JOIN story_item ON story_item.item_id = item.id
 WHERE item.id IN :ids[]
 ORDER BY item.id;

-- story_item.stories (reads)
SELECT item_id, story_id FROM story_item WHERE item_id IN :ids[];

-- story.of_items (reads)
SELECT DISTINCT story_id FROM story_item WHERE item_id IN :ids[];

-- story.of_source (reads)
SELECT DISTINCT story_id FROM story_item WHERE item_id IN (SELECT id FROM item WHERE source_id = :id);

-- story.sizes (reads)
SELECT id, size FROM story WHERE id IN :ids[];

-- story.refresh (writes)
-- Count anew what lists show of these stories; `story.call` names them.
INSERT INTO story (id, revision, title, first_ms, last_ms, size, sources)
SELECT story_item.story_id,
       1,
       '',
       MIN(CASE WHEN item.published_ms < item.arrived_ms THEN item.published_ms ELSE item.arrived_ms END),
       MAX(CASE WHEN item.published_ms < item.arrived_ms THEN item.published_ms ELSE item.arrived_ms END),
       COUNT(*),
       COUNT(DISTINCT item.source_id)
  FROM story_item
  JOIN item ON item.id = story_item.item_id
 WHERE story_item.story_id IN :ids[]
 GROUP BY story_item.story_id
ON CONFLICT (id) DO UPDATE
   SET revision = story.revision + 1,
       first_ms = excluded.first_ms,
       last_ms = excluded.last_ms,
       size = excluded.size,
       sources = excluded.sources;

-- story.titles (reads)
-- What the first items of each story are called.
SELECT story_id, title
  FROM (SELECT story_item.story_id, item.title, item.position,
               ROW_NUMBER() OVER (PARTITION BY story_item.story_id ORDER BY item.position) AS number
          FROM story_item
          JOIN item ON item.id = story_item.item_id
         WHERE story_item.story_id IN :ids[]) AS told
 WHERE number <= :titles
 ORDER BY story_id, number;

-- story.call (writes)
UPDATE story SET title = :title WHERE id = :id;

-- story.drop_empty (writes)
DELETE FROM story
 WHERE id IN :ids[] AND NOT EXISTS (SELECT 1 FROM story_item WHERE story_item.story_id = story.id);

-- story.list (reads)
-- The stories that were reported on since then, the newest first.
SELECT id, revision, title, first_ms, last_ms, size, sources
  FROM story
 WHERE last_ms >= :since
 ORDER BY last_ms DESC, id DESC
 LIMIT :limit;

-- story.get (reads)
SELECT id, revision, title, first_ms, last_ms, size, sources FROM story WHERE id = :id;

-- list.from_stories (part)
  FROM (SELECT item_id AS id FROM story_item WHERE story_id IN :ids[]) AS chosen
 CROSS JOIN item

-- correction.list (reads)
SELECT item_a, item_b, kind FROM story_correction ORDER BY item_a, item_b;

-- correction.forget (writes)
DELETE FROM story_correction WHERE item_a = :item_a AND item_b = :item_b;

-- correction.add (writes)
-- Later words win.
INSERT INTO story_correction (item_a, item_b, kind)
VALUES (:item_a, :item_b, :kind)
ON CONFLICT (item_a, item_b) DO UPDATE SET kind = excluded.kind;

-- model.dims (reads)
SELECT dims FROM model WHERE hash = :hash;

-- vector.columns (part)
SELECT item.id, item.position, vector.data

-- vector.beside (part)
-- A vector of an earlier text is none.
  LEFT JOIN vector
    ON vector.item_id = item.id AND vector.model_hash = :model_hash AND vector.content_hash = item.content_hash

-- vector.joins (part)
-- What a reader follows, as `list.joins`, without what only the columns of a list need.
 CROSS JOIN subscription
  LEFT JOIN item_state AS state
    ON state.user_id = :user_id AND state.item_id = item.id
 WHERE subscription.user_id = :user_id
   AND subscription.source_id = item.source_id

-- chunk.are_there (reads)
SELECT item_id FROM chunk_vector LIMIT 1;

-- chunk.of_items (reads)
-- An item whose lead says all has one row without a vector.
SELECT chunk_vector.item_id, chunk_vector.data
  FROM item
  JOIN chunk_vector
    ON chunk_vector.item_id = item.id
   AND chunk_vector.model_hash = :model_hash
   AND chunk_vector.content_hash = item.content_hash
 WHERE item.id IN :ids[]
   AND length(chunk_vector.data) > 0;

-- chunk.count (part)
SELECT COUNT(*) AS items

-- chunk.texts (part)
SELECT item.id, item.title, item.content_hash, item_body.html

-- chunk.due (part)
-- Long items that have a vector of their present text and none of what follows its lead.
  FROM item
  JOIN item_body ON item_body.item_id = item.id
 WHERE item.position >= :since
   AND EXISTS (SELECT 1
                 FROM vector
                WHERE vector.item_id = item.id
                  AND vector.model_hash = :model_hash
                  AND vector.content_hash = item.content_hash)
   AND NOT EXISTS (SELECT 1
                     FROM chunk_vector
                    WHERE chunk_vector.item_id = item.id
                      AND chunk_vector.model_hash = :model_hash
                      AND chunk_vector.content_hash = item.content_hash)
   AND length(item_body.html) > :shortest

-- chunk.forget (writes)
DELETE FROM chunk_vector WHERE item_id = :item_id AND model_hash = :model_hash;

-- chunk.save (writes)
-- The item may have been removed meanwhile.
INSERT INTO chunk_vector (item_id, model_hash, number, content_hash, data)
SELECT id, :model_hash, :number, :content_hash, :data
  FROM item
 WHERE id = :item_id
ON CONFLICT (item_id, model_hash, number) DO UPDATE
   SET content_hash = excluded.content_hash, data = excluded.data;

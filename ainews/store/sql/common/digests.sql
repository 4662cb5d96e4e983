-- digest.save (writes)
-- The same reader, time and window are the same digest: it keeps its id, and with it what was sent of it.
INSERT INTO digest (user_id, at_ms, since_ms, made_ms, stories, content_key, record)
VALUES (:user_id, :at_ms, :since_ms, :made_ms, :stories, :content_key, :record)
ON CONFLICT (user_id, at_ms, since_ms) DO UPDATE
   SET made_ms = excluded.made_ms,
       stories = excluded.stories,
       content_key = excluded.content_key,
       record = excluded.record
RETURNING id;

-- digest_item.forget (writes)
DELETE FROM digest_item WHERE digest_id = :digest_id;

-- digest_item.add (writes)
-- An item may have been removed meanwhile.
INSERT INTO digest_item (digest_id, item_id)
SELECT CAST(:digest_id AS BIGINT), id FROM item WHERE id IN :ids[];

-- digest.get (reads)
SELECT id, record FROM digest WHERE id = :id AND user_id = :user_id;

-- digest.list (reads)
SELECT id, at_ms, since_ms, made_ms, stories
  FROM digest
 WHERE user_id = :user_id
 ORDER BY at_ms DESC, since_ms DESC
 LIMIT :limit;

-- digest.sent (reads)
-- The ways that these digests have left.
SELECT digest_id, channel
  FROM sending
 WHERE digest_id IN :ids[] AND state = 'sent'
 ORDER BY digest_id, channel;

-- digest.window (reads)
-- What came in between two positions for one reader, and how much of it has no story yet.
SELECT COUNT(*) AS items,
       COUNT(DISTINCT item.source_id) AS sources,
       COUNT(*) - COUNT(story_item.item_id) AS waiting
  FROM item
  JOIN subscription
    ON subscription.source_id = item.source_id AND subscription.user_id = :user_id
  LEFT JOIN story_item ON story_item.item_id = item.id
 WHERE item.position >= :first AND item.position < :before;

-- source.rhythm (reads)
-- How many items each source of a reader has, from when on, and the last of them before a position.
SELECT source.id,
       source.item_count AS items,
       (SELECT MIN(position) FROM item WHERE item.source_id = source.id) AS oldest,
       (SELECT MAX(position) FROM item WHERE item.source_id = source.id AND item.position < :before) AS newest
  FROM subscription
  JOIN source ON source.id = subscription.source_id
 WHERE subscription.user_id = :user_id
 ORDER BY source.id;

-- admin.counts (reads)
SELECT (SELECT COUNT(*) FROM source) AS sources,
       (SELECT COUNT(*) FROM item) AS items,
       (SELECT COUNT(*) FROM version) AS versions,
       (SELECT COUNT(*) FROM tombstone) AS tombstones,
       (SELECT COUNT(*) FROM item_state WHERE starred = 1) AS stars,
       (SELECT MIN(arrived_ms) FROM item) AS first_ms,
       (SELECT MAX(arrived_ms) FROM item) AS last_ms;

-- admin.wrong_item_counts (reads)
SELECT source.id, source.item_count AS kept,
       (SELECT COUNT(*) FROM item WHERE item.source_id = source.id) AS real
  FROM source
 WHERE source.item_count <> (SELECT COUNT(*) FROM item WHERE item.source_id = source.id);

-- admin.unread_counts (reads)
-- Unread items counted one by one, beside the count that is kept.
SELECT subscription.user_id, subscription.source_id, subscription.unread AS kept,
       (SELECT COUNT(*)
          FROM item
          LEFT JOIN item_state AS state
            ON state.user_id = subscription.user_id AND state.item_id = item.id
         WHERE item.source_id = subscription.source_id
           AND (state.read = 0 OR (state.read IS NULL AND item.id > subscription.read_through_id))) AS real
  FROM subscription;

-- admin.wrong_story_counts (reads)
SELECT story.id, story.size AS kept,
       (SELECT COUNT(*) FROM story_item WHERE story_item.story_id = story.id) AS real
  FROM story
 WHERE story.size <> (SELECT COUNT(*) FROM story_item WHERE story_item.story_id = story.id);

-- admin.lost_bodies (reads)
SELECT COUNT(*) AS lost
  FROM item
 WHERE NOT EXISTS (SELECT 1 FROM item_body WHERE item_body.item_id = item.id);

-- admin.fix_item_counts (writes)
UPDATE source SET item_count = (SELECT COUNT(*) FROM item WHERE item.source_id = source.id);

-- admin.fix_unread (writes)
UPDATE subscription
   SET unread = (
       SELECT COUNT(*)
         FROM item
         LEFT JOIN item_state AS state
           ON state.user_id = subscription.user_id AND state.item_id = item.id
        WHERE item.source_id = subscription.source_id
          AND (state.read = 0 OR (state.read IS NULL AND item.id > subscription.read_through_id)));

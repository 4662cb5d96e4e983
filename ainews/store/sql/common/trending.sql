-- trending.window (reads)
-- A reader's items of a span of time, as trends see them, in order of time.
SELECT item.position, item.title, item.url, item.source_id, story_item.story_id,
       COALESCE(subscription.title, source.title) AS source_title, source.url AS source_url
  FROM item
  JOIN source ON source.id = item.source_id
  JOIN subscription ON subscription.source_id = item.source_id AND subscription.user_id = :user_id
  LEFT JOIN story_item ON story_item.item_id = item.id
 WHERE item.position >= :first AND item.position < :before
 ORDER BY item.position;

-- trending.count (reads)
SELECT COUNT(*) AS items
  FROM item
 WHERE item.position >= :first AND item.position < :before;

-- trending.titles (reads)
-- One in `every` of a reader's titles of a span of time, the same ones whenever it is asked.
SELECT item.position, item.title
  FROM item
 WHERE item.position >= :first AND item.position < :before
   AND item.id % :every = 0
   AND item.source_id IN (SELECT source_id FROM subscription WHERE user_id = :user_id);

-- trending.stories (reads)
-- The places of a span's items that belong to these stories.
SELECT story_item.story_id, item.position
  FROM story_item
  JOIN item ON item.id = story_item.item_id
 WHERE story_item.story_id IN :ids[]
   AND item.position >= :first AND item.position < :before;

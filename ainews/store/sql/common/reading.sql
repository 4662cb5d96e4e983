-- list.columns (part)
-- What an Item is built from, and its place in a list.
SELECT item.id, item.position, item.title, item.url, item.author, item.published_ms, item.arrived_ms,
       source.id AS source_id,
       COALESCE(subscription.title, source.title) AS source_title,
       source.url AS source_url,
       (SELECT story_item.story_id FROM story_item WHERE story_item.item_id = item.id) AS story_id,
       CASE
       WHEN state.read = 0 OR (state.read IS NULL AND item.id > subscription.read_through_id) THEN 0
       ELSE 1
       END AS is_read,
       COALESCE(state.starred, 0) AS is_starred

-- list.counts (part)
-- Items, and what they tell; an item without a story is one of its own.
SELECT COUNT(*) AS items,
       COUNT(DISTINCT COALESCE(
           (SELECT story_item.story_id FROM story_item WHERE story_item.item_id = item.id), -item.id)) AS stories

-- list.from_all (part)
-- CROSS JOIN keeps SQLite from reordering: items are walked by position until the page is full.
  FROM item

-- list.from_ids (part)
  FROM (SELECT id FROM item WHERE id IN :ids[]) AS chosen
 CROSS JOIN item

-- list.from_starred (part)
  FROM (SELECT item_id AS id FROM item_state WHERE user_id = :user_id AND starred = 1) AS chosen
 CROSS JOIN item

-- list.from_unread (part)
-- Few are unread: gather them by subscription instead of walking over what is read.
  FROM (SELECT item.id, item.position
          FROM subscription AS reader
         CROSS JOIN item
          LEFT JOIN item_state AS exception
            ON exception.user_id = :user_id AND exception.item_id = item.id
         WHERE reader.user_id = :user_id
           AND reader.unread > 0
           AND (:any_source = 1 OR reader.source_id IN :source_ids[])
           AND item.source_id = reader.source_id
           AND item.id > reader.read_through_id
           AND item.position < :before
           AND exception.read IS NULL
         UNION ALL
        SELECT item.id, item.position
          FROM item_state AS exception
         CROSS JOIN item
         WHERE exception.user_id = :user_id
           AND exception.read = 0
           AND item.id = exception.item_id
           AND item.position < :before
           AND (:any_source = 1 OR item.source_id IN :source_ids[])
         ORDER BY position DESC
         LIMIT :limit) AS chosen
 CROSS JOIN item

-- list.joins (part)
 CROSS JOIN source
 CROSS JOIN subscription
  LEFT JOIN item_state AS state
    ON state.user_id = :user_id AND state.item_id = item.id
 WHERE source.id = item.source_id
   AND subscription.user_id = :user_id
   AND subscription.source_id = item.source_id

-- list.chosen (part)
   AND item.id = chosen.id

-- list.unread (part)
   AND (state.read = 0 OR (state.read IS NULL AND item.id > subscription.read_through_id))

-- list.starred (part)
   AND state.starred = 1

-- list.of_sources (part)
   AND +item.source_id IN :source_ids[]

-- list.of_stories (part)
   AND item.id IN (SELECT item_id FROM story_item WHERE story_id IN :ids[])

-- list.since (part)
   AND item.position >= :since

-- list.before (part)
   AND item.position < :before

-- list.newest_first (part)
 ORDER BY item.position DESC
 LIMIT :limit

-- list.unread_total (reads)
-- How many items there are to find in a list of unread ones.
SELECT COALESCE(SUM(unread), 0) AS total
  FROM subscription
 WHERE user_id = :user_id AND (:any_source = 1 OR source_id IN :source_ids[]);

-- list.stories (reads)
-- What the items of a page share with others: how large their stories are, and the latest words about them.
SELECT story.id, story.size,
       (SELECT summary.sentences
          FROM summary
         WHERE summary.story_id = story.id
         ORDER BY summary.made_ms DESC
         LIMIT 1) AS sentences
  FROM story
 WHERE story.id IN :ids[];

-- list.window (reads)
-- The position that many places down the list, to bound a walk.
SELECT position FROM item WHERE position < :before ORDER BY position DESC LIMIT 1 OFFSET :places;

-- item.position (reads)
SELECT position FROM item WHERE id = :id;

-- item.body (reads)
SELECT item_body.html, item_body.categories, item_body.enclosures, item.language, item.updated_ms,
       (SELECT COUNT(*) FROM version WHERE version.item_id = item.id) AS versions
  FROM item
  JOIN item_body ON item_body.item_id = item.id
 WHERE item.id = :id;

-- item.versions (reads)
SELECT item_id, number, seen_ms, title, html
  FROM version
 WHERE item_id = :id
 ORDER BY number;

-- subscription.unread (reads)
SELECT source_id, unread FROM subscription WHERE user_id = :user_id;

-- subscription.folders (reads)
SELECT source_id, folder FROM subscription WHERE user_id = :user_id AND folder IS NOT NULL;

-- rank.columns (part)
-- What ranking needs of an item besides.
       , subscription.folder, item_body.categories, substr(item_body.html, 1, :html_chars) AS html,
       (SELECT story_item.topic_id FROM story_item WHERE story_item.item_id = item.id) AS topic_id,
       (SELECT story.revision
          FROM story_item
          JOIN story ON story.id = story_item.story_id
         WHERE story_item.item_id = item.id) AS revision

-- rank.from_candidates (part)
-- The items of a span of time, and those of their stories that came before it.
  FROM (SELECT id FROM item WHERE position >= :first AND position < :before
         UNION
        SELECT item_id
          FROM story_item
         WHERE story_id IN (
               SELECT story_item.story_id
                 FROM item
                 JOIN story_item ON story_item.item_id = item.id
                WHERE item.position >= :first AND item.position < :before)) AS chosen
 CROSS JOIN item
 CROSS JOIN item_body

-- rank.from_story (part)
  FROM (SELECT item_id AS id FROM story_item WHERE story_id = :story_id
         UNION
        SELECT id FROM item WHERE id = :story_id) AS chosen
 CROSS JOIN item
 CROSS JOIN item_body

-- rank.chosen (part)
   AND item.id = chosen.id
   AND item_body.item_id = item.id
   AND item.position < :before
 ORDER BY item.position

-- rank.shown (reads)
-- Which of these items a reader's earlier digests showed. Where that very digest was made before, those made after it
-- count for nothing, even of an earlier time, so that it can be made again. One that failed on every way it was sent
-- has reached nobody.
SELECT DISTINCT digest_item.item_id
  FROM digest
  JOIN digest_item ON digest_item.digest_id = digest.id
 WHERE digest.user_id = :user_id
   AND digest.at_ms <= :until_ms
   AND digest_item.item_id IN :ids[]
   AND NOT EXISTS (SELECT 1
                     FROM digest AS same
                    WHERE same.user_id = :user_id
                      AND same.at_ms = :at_ms
                      AND same.since_ms = :since_ms
                      AND same.id < digest.id)
   AND COALESCE((SELECT MAX(CASE sending.state WHEN 'failed' THEN 0 ELSE 1 END)
                   FROM sending
                  WHERE sending.digest_id = digest.id), 1) = 1;

-- history.columns (part)
-- What is learned from.
SELECT item.id, item.title, source.id AS source_id, COALESCE(subscription.title, source.title) AS source_title,
       source.url AS source_url, subscription.folder, item_body.categories, story_item.story_id,
       COALESCE(item_state.starred, 0) AS is_starred

-- history.opened (part)
-- A star has no date of its own, so its item's counts.
  FROM (SELECT item_id AS id
          FROM reading_event
         WHERE user_id = :user_id AND at_ms > :since_ms AND at_ms <= :until_ms
         UNION
        SELECT item_state.item_id
          FROM item_state
          JOIN item ON item.id = item_state.item_id
         WHERE item_state.user_id = :user_id
           AND item_state.starred = 1
           AND item.position >= :first
           AND item.position < :before) AS chosen

-- history.passed_in_digests (part)
-- What those digests showed of which something was opened.
  FROM (SELECT DISTINCT digest_item.item_id AS id
          FROM digest
          JOIN digest_item ON digest_item.digest_id = digest.id
         WHERE digest.user_id = :user_id
           AND digest.at_ms > :since_ms
           AND digest.at_ms <= :until_ms
           AND EXISTS (
               SELECT 1
                 FROM digest_item AS shown
                 JOIN reading_event
                   ON reading_event.item_id = shown.item_id
                  AND reading_event.user_id = :user_id
                  AND reading_event.at_ms >= digest.at_ms
                  AND reading_event.at_ms <= :until_ms
                WHERE shown.digest_id = digest.id)) AS chosen

-- history.joins (part)
  JOIN item ON item.id = chosen.id
  JOIN item_body ON item_body.item_id = item.id
  JOIN source ON source.id = item.source_id
  JOIN subscription ON subscription.user_id = :user_id AND subscription.source_id = item.source_id
  LEFT JOIN story_item ON story_item.item_id = item.id
  LEFT JOIN item_state ON item_state.user_id = :user_id AND item_state.item_id = item.id
 ORDER BY item.position DESC
 LIMIT :limit

-- interest.list (reads)
-- What a reader asked for, with the title of a source.
SELECT interest.kind, interest.name, interest.weight, COALESCE(subscription.title, source.title) AS source_title
  FROM interest
  LEFT JOIN source ON interest.kind = 'source' AND CAST(source.id AS TEXT) = interest.name
  LEFT JOIN subscription ON subscription.source_id = source.id AND subscription.user_id = interest.user_id
 WHERE interest.user_id = :user_id
 ORDER BY interest.kind, interest.name;

-- interest.set (writes)
INSERT INTO interest (user_id, kind, name, weight)
VALUES (:user_id, :kind, :interest, :weight)
ON CONFLICT (user_id, kind, name) DO UPDATE SET weight = excluded.weight;

-- interest.forget (writes)
DELETE FROM interest WHERE user_id = :user_id AND kind = :kind AND name = :interest;

-- rule.list (reads)
SELECT id, kind, field, pattern, created_ms FROM rule WHERE user_id = :user_id ORDER BY id;

-- rule.add (writes)
-- Returns nothing where there is the same rule already.
INSERT INTO rule (user_id, kind, field, pattern, created_ms)
VALUES (:user_id, :kind, :field, :pattern, :created_ms)
ON CONFLICT (user_id, kind, field, pattern) DO NOTHING
RETURNING id;

-- rule.remove (writes)
DELETE FROM rule WHERE user_id = :user_id AND id = :id;

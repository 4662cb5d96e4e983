-- list.from_sources (part)
-- The newest page of each source, then the newest of those.
  FROM (SELECT newest.id
          FROM :source_ids[] AS wanted
         CROSS JOIN LATERAL (
               SELECT item.id, item.position
                 FROM item
                 LEFT JOIN item_state AS exception
                   ON exception.user_id = :user_id AND exception.item_id = item.id
                WHERE item.source_id = wanted.value
                  AND item.position < :before
                  AND (:only_unread = 0 OR exception.read = 0 OR (exception.read IS NULL AND item.id > (
                      SELECT read_through_id
                        FROM subscription
                       WHERE user_id = :user_id AND source_id = wanted.value)))
                ORDER BY item.position DESC
                LIMIT :limit) AS newest
         ORDER BY newest.position DESC
         LIMIT :limit) AS chosen
 CROSS JOIN item

-- list.from_tagged (part)
-- Items whose categories hold these words. The matches are gathered first: the planner would walk the list.
  FROM (WITH matches AS MATERIALIZED (
        SELECT item_id
          FROM item_body
         WHERE search @@ only_weight(phraseto_tsquery('ainews', replace(:tag, chr(8203), ' ')), 'B'))
        SELECT item_id AS id FROM matches) AS chosen
 CROSS JOIN item

-- list.tagged (part)
   AND item.id = chosen.id

-- list.newest_tagged_first (part)
 ORDER BY item.position DESC
 LIMIT :limit

-- list.from_sources (part)
-- The newest page of each source, then the newest of those. SQLite has no LATERAL.
  FROM (SELECT picked.id
          FROM json_each(:source_ids) AS wanted
         CROSS JOIN item AS picked
         WHERE picked.position IN (
               SELECT item.position
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
                LIMIT :limit)
         ORDER BY picked.position DESC
         LIMIT :limit) AS chosen
 CROSS JOIN item

-- list.from_tagged (part)
-- Items whose categories hold these words: the search index gives them newest first, one by one.
  FROM item_search
 CROSS JOIN item

-- list.tagged (part)
   AND item_search MATCH 'tags : "' || :tag || '"'
   AND item_search.rowid < :before
   AND item.position = item_search.rowid

-- list.newest_tagged_first (part)
 ORDER BY item_search.rowid DESC
 LIMIT :limit

-- search.html (part)
-- Follows the columns of a list: the text to show a part of.
     , item_body.html, item_body.categories

-- search.with_body (part)
 CROSS JOIN item_body

-- search.own_body (part)
   AND item_body.item_id = item.id

-- search.best_first (part)
 ORDER BY score DESC, item.position DESC
 LIMIT :limit

-- search.sources (reads)
-- What a reader calls the sources they follow.
SELECT source.id, source.url, source.title,
       COALESCE(subscription.title, '') AS own_title,
       COALESCE(subscription.folder, '') AS folder
  FROM subscription
  JOIN source ON source.id = subscription.source_id
 WHERE subscription.user_id = :user_id;

-- search.items (reads)
-- About how many items there are: removed ones count, too, but counting takes long.
SELECT COALESCE(MAX(id), 0) AS items FROM item;

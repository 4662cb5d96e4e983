-- search.from_matches (part)
-- CROSS JOIN keeps the index outermost: matches come newest first and the walk ends with the page.
  FROM item_search
 CROSS JOIN item
 CROSS JOIN item_body

-- search.matching (part)
   AND item_search MATCH :match
   AND item_search.rowid >= :since
   AND item.position = item_search.rowid
   AND item_body.item_id = item.id

-- search.literally (part)
-- The index holds no signs: of what it finds for C++, keep what says so.
   AND NOT EXISTS (SELECT 1
                     FROM json_each(:literals) AS wanted
                    WHERE instr(lower(item.title || ' ' || item_body.html), wanted.value) = 0)

-- search.score (part)
-- Weights of body, title, tags and source, in the order of the index; larger is better.
     , -bm25(item_search, 1.0, 2.0, 1.0, 0.0) AS score

-- search.newest_first (part)
 ORDER BY item_search.rowid DESC
 LIMIT :limit

-- search.is_match (part)
-- One item at a time, where something else than the index chooses the items.
   AND EXISTS (SELECT 1
                 FROM item_search
                WHERE item_search MATCH :match
                  AND item_search.rowid = item.position)

-- search.is_no_match (part)
   AND NOT EXISTS (SELECT 1
                     FROM item_search
                    WHERE item_search MATCH :excluded
                      AND item_search.rowid = item.position)

-- search.reach (reads)
-- How many items match, counted up to :limit, and how far back the newest of them go.
SELECT COUNT(*) AS matches, MIN(position) AS position
  FROM (SELECT rowid AS position
          FROM item_search
         WHERE item_search MATCH :match
           AND rowid >= :since
         ORDER BY rowid DESC
         LIMIT :limit);

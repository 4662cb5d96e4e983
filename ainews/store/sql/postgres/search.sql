-- search.words (reads)
-- What people typed as queries, by the server's own parser, and as it finds them in one field only.
SELECT wanted.typed,
       CAST(found.words AS TEXT) AS anywhere,
       CAST(only_weight(found.words, 'A') AS TEXT) AS in_title,
       CAST(only_weight(found.words, 'B') AS TEXT) AS in_tags,
       CAST(only_weight(found.words, 'ABD') AS TEXT) AS beside_source
  FROM :typed[text] AS wanted (typed)
 CROSS JOIN LATERAL (SELECT phraseto_tsquery('ainews', parted(wanted.typed)) AS words) AS found;

-- search.from_matches (part)
-- The matches are gathered first: for rare words the planner would rather walk all items by date.
  FROM (WITH matches AS MATERIALIZED (
        SELECT item_id FROM item_body WHERE search @@ CAST(:match AS TSQUERY))
        SELECT item_id FROM matches) AS found
 CROSS JOIN item
 CROSS JOIN item_body

-- search.matching (part)
   AND item.id = found.item_id
   AND item.position >= :since
   AND item_body.item_id = item.id

-- search.literally (part)
-- The index holds no signs: of what it finds for C++, keep what says so.
   AND NOT EXISTS (SELECT 1
                     FROM :literals[text] AS wanted (literal)
                    WHERE strpos(lower(item.title || ' ' || item_body.html), wanted.literal) = 0)

-- search.score (part)
-- Weights of body, source, tags and title, each at most 1; 1 divides by the logarithm of the length.
     , ts_rank(CAST('{0.5, 0.0, 0.5, 1.0}' AS REAL[]), item_body.search, CAST(:match AS TSQUERY), 1) AS score

-- search.newest_first (part)
 ORDER BY item.position DESC
 LIMIT :limit

-- search.is_match (part)
   AND item_body.search @@ CAST(:match AS TSQUERY)

-- search.is_no_match (part)
   AND NOT item_body.search @@ CAST(:excluded AS TSQUERY)

-- search.reach (reads)
-- How many items match, counted up to :limit, and how far back the newest of them go.
SELECT COUNT(*) AS matches, MIN(newest.position) AS position
  FROM (WITH matches AS MATERIALIZED (
        SELECT item_id FROM item_body WHERE search @@ CAST(:match AS TSQUERY))
        SELECT item.position
          FROM matches
          JOIN item ON item.id = matches.item_id
         WHERE item.position >= :since
         ORDER BY item.position DESC
         LIMIT :limit) AS newest;

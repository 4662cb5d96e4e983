-- landing.begin (writes)
-- One landing at a time: ids become visible in their order, and no place in lists is taken twice.
SELECT pg_advisory_xact_lock(7091318)

-- item.next_ids (reads)
SELECT nextval(pg_get_serial_sequence('item', 'id')) AS id
  FROM generate_series(1, :count);

-- body.insert (writes)
-- The index is a column here.
INSERT INTO item_body (item_id, html, categories, enclosures, search)
VALUES (:id, :html, :categories, :enclosures,
        setweight(words_of(:index_title), 'A') || setweight(words_of(:index_tags), 'B')
        || setweight(words_of(:index_source), 'C') || words_of(:index_body));

-- body.update (writes)
UPDATE item_body
   SET html = :html,
       categories = :categories,
       enclosures = :enclosures,
       search = setweight(words_of(:index_title), 'A') || setweight(words_of(:index_tags), 'B')
             || setweight(words_of(:index_source), 'C') || words_of(:index_body)
 WHERE item_id = :id;

-- index.insert (writes)
-- Nothing: body.insert wrote it.

-- index.delete (writes)
-- Nothing: body.update replaces it.

-- index.forget_items (writes)
-- Nothing: it goes with the body.

-- index.forget_source (writes)
-- Nothing: it goes with the bodies.

-- index.rebuild (writes)
-- Nothing: the server keeps its indexes whole.

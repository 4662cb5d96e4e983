-- subscription.lock (reads)
-- A reader's subscriptions, when marking begins.
SELECT source_id FROM subscription WHERE user_id = :user_id ORDER BY source_id;

-- item.existing (reads)
SELECT id FROM item WHERE id IN :ids[];

-- item.read_state (reads)
-- How these items stand to a reader, in subscribed sources.
SELECT item.id, item.source_id,
       CASE WHEN item.id > subscription.read_through_id THEN 1 ELSE 0 END AS is_after_mark,
       CASE
       WHEN state.read = 0 OR (state.read IS NULL AND item.id > subscription.read_through_id) THEN 0
       ELSE 1
       END AS is_read
  FROM item
  JOIN subscription
    ON subscription.user_id = :user_id AND subscription.source_id = item.source_id
  LEFT JOIN item_state AS state
    ON state.user_id = :user_id AND state.item_id = item.id
 WHERE item.id IN :ids[];

-- story.members (reads)
SELECT story_id, item_id FROM story_item WHERE story_id IN :ids[];

-- story.siblings (reads)
-- The items of the stories that these items are in.
SELECT item_id
  FROM story_item
 WHERE story_id IN (SELECT named.story_id FROM story_item AS named WHERE named.item_id IN :ids[]);

-- reading_event.note (writes)
-- When a reader read an item for the first time.
INSERT INTO reading_event (user_id, item_id, at_ms)
SELECT :user_id, id, :at_ms FROM item WHERE id IN :ids[]
ON CONFLICT (user_id, item_id) DO NOTHING;

-- reading_event.forget (writes)
DELETE FROM reading_event WHERE user_id = :user_id AND item_id IN :ids[];

-- state.read (writes)
-- Note an exception to the read-through mark, or (NULL) that there is none.
INSERT INTO item_state (user_id, item_id, read)
VALUES (:user_id, :id, :read)
ON CONFLICT (user_id, item_id) DO UPDATE SET read = excluded.read;

-- state.star (writes)
INSERT INTO item_state (user_id, item_id, starred)
SELECT :user_id, id, 1 FROM item WHERE id IN :ids[]
ON CONFLICT (user_id, item_id) DO UPDATE SET starred = 1 WHERE item_state.starred = 0;

-- state.unstar (writes)
UPDATE item_state SET starred = 0 WHERE user_id = :user_id AND starred = 1 AND item_id IN :ids[];

-- state.tidy (writes)
-- A row that says nothing is no exception.
DELETE FROM item_state WHERE user_id = :user_id AND read IS NULL AND starred = 0 AND item_id IN :ids[];

-- subscription.count (writes)
UPDATE subscription
   SET unread = unread + :more
 WHERE user_id = :user_id AND source_id = :source_id;

-- subscription.sparse (reads)
-- Where so much after the mark is read one by one that moving the mark makes lists faster.
SELECT source_id
  FROM subscription
 WHERE user_id = :user_id
   AND source_id IN :source_ids[]
   AND (SELECT COUNT(*)
          FROM item
         WHERE item.source_id = subscription.source_id AND item.id > subscription.read_through_id)
       > 2 * unread + :slack;

-- mark.pin_unread (writes)
-- Before a mark moves over everything: what is unread after it becomes an exception.
INSERT INTO item_state (user_id, item_id, read)
SELECT subscription.user_id, item.id, 0
  FROM subscription
  JOIN item ON item.source_id = subscription.source_id AND item.id > subscription.read_through_id
  LEFT JOIN item_state AS state
    ON state.user_id = subscription.user_id AND state.item_id = item.id
 WHERE subscription.user_id = :user_id
   AND subscription.source_id IN :source_ids[]
   AND state.read IS NULL
ON CONFLICT (user_id, item_id) DO UPDATE SET read = 0;

-- mark.clear_read (writes)
-- Exceptions that the moved mark says itself.
UPDATE item_state
   SET read = NULL
 WHERE user_id = :user_id
   AND read = 1
   AND EXISTS (
       SELECT 1
         FROM item
         JOIN subscription
           ON subscription.user_id = :user_id AND subscription.source_id = item.source_id
        WHERE item.id = item_state.item_id
          AND item.source_id IN :source_ids[]
          AND item.id <= subscription.read_through_id);

-- mark.clear_all (writes)
-- Everything in these sources is read: no exception is left.
UPDATE item_state
   SET read = NULL
 WHERE user_id = :user_id
   AND read IS NOT NULL
   AND EXISTS (SELECT 1 FROM item WHERE item.id = item_state.item_id AND item.source_id IN :source_ids[]);

-- mark.drop_empty (writes)
DELETE FROM item_state
 WHERE user_id = :user_id
   AND read IS NULL
   AND starred = 0;

-- mark.move (writes)
-- Move the mark over all that has arrived.
UPDATE subscription
   SET read_through_id = COALESCE(
       (SELECT MAX(id) FROM item WHERE item.source_id = subscription.source_id), read_through_id)
 WHERE user_id = :user_id AND source_id IN :source_ids[];

-- mark.nothing_unread (writes)
UPDATE subscription SET unread = 0 WHERE user_id = :user_id AND source_id IN :source_ids[];

-- mark.move_before (writes)
-- Move the mark as far as everything that arrived is dated before `position`.
UPDATE subscription
   SET read_through_id = COALESCE(
       (SELECT MIN(id) - 1
          FROM item
         WHERE item.source_id = subscription.source_id
           AND item.id > subscription.read_through_id
           AND item.position >= :position),
       (SELECT MAX(id) FROM item WHERE item.source_id = subscription.source_id),
       read_through_id)
 WHERE user_id = :user_id AND source_id IN :source_ids[];

-- mark.read_before (writes)
-- What is dated before `position` but arrived after the mark becomes an exception.
INSERT INTO item_state (user_id, item_id, read)
SELECT subscription.user_id, item.id, 1
  FROM subscription
  JOIN item ON item.source_id = subscription.source_id AND item.id > subscription.read_through_id
 WHERE subscription.user_id = :user_id
   AND subscription.source_id IN :source_ids[]
   AND item.position < :position
ON CONFLICT (user_id, item_id) DO UPDATE SET read = 1;

-- mark.unpin_before (writes)
-- Exceptions of the other kind that are dated before `position` are read now.
UPDATE item_state
   SET read = NULL
 WHERE user_id = :user_id
   AND read = 0
   AND EXISTS (
       SELECT 1
         FROM item
        WHERE item.id = item_state.item_id
          AND item.source_id IN :source_ids[]
          AND item.position < :position);

-- mark.recount (writes)
-- Count what arrived after the mark; the exceptions are added apart.
UPDATE subscription
   SET unread = (
       SELECT COUNT(*)
         FROM item
        WHERE item.source_id = subscription.source_id AND item.id > subscription.read_through_id)
 WHERE user_id = :user_id AND source_id IN :source_ids[];

-- mark.exceptions (reads)
-- What the exceptions add to each source's unread count.
SELECT item.source_id, SUM(CASE WHEN state.read = 0 THEN 1 ELSE -1 END) AS more
  FROM item_state AS state
  JOIN item ON item.id = state.item_id
 WHERE state.user_id = :user_id
   AND state.read IS NOT NULL
   AND item.source_id IN :source_ids[]
 GROUP BY item.source_id;

-- source.columns (part)
-- What a Source is built from.
SELECT source.*

-- source.from (part)
  FROM source

-- source.by_id (part)
 WHERE source.id = :id

-- source.by_url (part)
 WHERE source.url = :url

-- source.names (reads)
-- What a person may call a source by.
SELECT source.id, source.url, source.title, subscription.title AS own_title
  FROM source
  LEFT JOIN subscription
    ON subscription.source_id = source.id AND subscription.user_id = :user_id
 ORDER BY source.id;

-- source.add (writes)
-- Store a source that nobody has yet; due at once.
INSERT INTO source (url, kind, title, site_url, options, next_due_ms)
VALUES (:url, :kind, :title, :site_url, :options, :now_ms)
ON CONFLICT (url) DO NOTHING;

-- subscription.add (writes)
-- All that the source already holds is unread to its new reader.
INSERT INTO subscription (user_id, source_id, folder, added_ms, unread)
SELECT :user_id, source.id, :folder, :now_ms, source.item_count
  FROM source
 WHERE source.id = :source_id
ON CONFLICT (user_id, source_id) DO NOTHING;

-- subscription.list (reads)
-- One reader's sources, by folder and title.
SELECT source.*,
       subscription.folder,
       COALESCE(subscription.title, source.title) AS shown_title,
       subscription.added_ms,
       subscription.unread
  FROM subscription
  JOIN source ON source.id = subscription.source_id
 WHERE subscription.user_id = :user_id
 ORDER BY COALESCE(subscription.folder, ''), LOWER(COALESCE(subscription.title, source.title)), source.id;

-- subscription.ids (reads)
-- One reader's sources, in the order they were added.
SELECT source_id FROM subscription WHERE user_id = :user_id ORDER BY source_id;

-- source.due_count (reads)
SELECT COUNT(*) AS due
  FROM source
 WHERE next_due_ms <= :now_ms
   AND state NOT IN ('paused', 'gone')
   AND (throttled_until_ms IS NULL OR throttled_until_ms <= :now_ms);

-- source.lease_owners (reads)
-- Who holds a lease that is still good.
SELECT DISTINCT lease_owner
  FROM source
 WHERE lease_owner IS NOT NULL AND lease_until_ms > :now_ms;

-- source.claim (writes)
-- Lease what may be polled, longest waiting first. A server's own wish for a pause is kept always;
-- a lease counts no more once its owner is dead. What was polled after :later_ms, or leased beyond
-- :lease_later_ms, was so under a clock that has been set back since.
UPDATE source
   SET lease_owner = :owner, lease_until_ms = :until_ms
 WHERE id IN (
       SELECT id
         FROM source
        WHERE state NOT IN ('paused', 'gone')
          AND (throttled_until_ms IS NULL OR throttled_until_ms <= :now_ms OR last_try_ms > :later_ms)
          AND (:due_or_not = 1 OR next_due_ms <= :now_ms OR last_try_ms > :later_ms)
          AND (:any_id = 1 OR id IN :ids[])
          AND (lease_owner IS NULL OR lease_until_ms <= :now_ms OR lease_owner IN :dead_owners[text]
               OR lease_until_ms > :lease_later_ms)
        ORDER BY next_due_ms, id
        LIMIT :limit)
RETURNING *;

-- source.release (writes)
UPDATE source
   SET lease_owner = NULL, lease_until_ms = NULL
 WHERE lease_owner = :owner;

-- source.lock (reads)
-- Which of these sources are still there, when a landing begins.
SELECT id FROM source WHERE id IN :ids[] ORDER BY id;

-- source.update (writes)
-- What a poll changed, whole; ends its lease. A pause that the owner ordered meanwhile stays, and an
-- address that another source has is not taken.
UPDATE source
   SET url = CASE
             WHEN EXISTS (SELECT 1 FROM source AS other WHERE other.url = :url AND other.id <> :source_id) THEN url
             ELSE COALESCE(:url, url)
             END,
       title = COALESCE(:title, title),
       site_url = COALESCE(:site_url, site_url),
       feed_identity = COALESCE(:feed_identity, feed_identity),
       state = CASE WHEN state = 'paused' THEN state ELSE :state END,
       next_due_ms = CASE WHEN state = 'paused' THEN NULL ELSE CAST(:next_due_ms AS BIGINT) END,
       etag = :etag,
       last_modified = :last_modified,
       body_hash = :body_hash,
       interval_s = :interval_s,
       failures = :failures,
       failing_since_ms = :failing_since_ms,
       error_kind = :error_kind,
       error = :error,
       last_try_ms = :last_try_ms,
       last_ok_ms = :last_ok_ms,
       gone_sightings = :gone_sightings,
       throttled_until_ms = :throttled_until_ms,
       move_to = :move_to,
       move_first_seen_ms = :move_first_seen_ms,
       move_sightings = :move_sightings,
       item_count = item_count + :landed,
       lease_owner = NULL,
       lease_until_ms = NULL
 WHERE id = :source_id;

-- source.edit (writes)
UPDATE source SET url = :url, options = :options WHERE id = :id;

-- subscription.edit (writes)
UPDATE subscription SET folder = :folder, title = :title WHERE user_id = :user_id AND source_id = :id;

-- subscription.get (reads)
SELECT folder, title FROM subscription WHERE user_id = :user_id AND source_id = :id;

-- source.pause (writes)
UPDATE source SET state = 'paused', next_due_ms = NULL WHERE id = :id;

-- source.resume (writes)
-- Due at once, its faults forgiven; a server's own wish for a pause is kept.
UPDATE source
   SET state = CASE WHEN last_ok_ms IS NULL THEN 'new' ELSE 'ok' END,
       next_due_ms = :now_ms,
       failures = 0,
       failing_since_ms = NULL,
       error_kind = NULL,
       error = NULL,
       gone_sightings = 0
 WHERE id = :id AND state IN ('paused', 'gone');

-- source.remove (writes)
-- Its items, texts, states and tombstones go with it.
DELETE FROM source WHERE id = :id;

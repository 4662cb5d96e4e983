-- source.claim (writes)
-- As on SQLite, passing over rows that another worker is claiming at this moment. What to claim is chosen
-- once, before: a plan may run a subquery with SKIP LOCKED again, and find other rows each time.
WITH due AS MATERIALIZED (
     SELECT id
       FROM source
      WHERE state NOT IN ('paused', 'gone')
        AND (throttled_until_ms IS NULL OR throttled_until_ms <= :now_ms)
        AND (:due_or_not = 1 OR next_due_ms <= :now_ms)
        AND (:any_id = 1 OR id IN :ids[])
        AND (lease_owner IS NULL OR lease_until_ms <= :now_ms OR lease_owner IN :dead_owners[text])
      ORDER BY next_due_ms, id
      LIMIT :limit
        FOR NO KEY UPDATE SKIP LOCKED)
UPDATE source
   SET lease_owner = :owner, lease_until_ms = :until_ms
  FROM due
 WHERE source.id = due.id
RETURNING source.*;

-- source.lock (reads)
-- Nobody removes these sources before the landing ends.
SELECT id FROM source WHERE id IN :ids[] ORDER BY id FOR NO KEY UPDATE;

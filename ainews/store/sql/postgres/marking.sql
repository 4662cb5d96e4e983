-- subscription.lock (reads)
-- Nobody else changes this reader's counts before the marking ends.
SELECT source_id FROM subscription WHERE user_id = :user_id ORDER BY source_id FOR UPDATE;

-- sending.alone (writes)
-- Senders of one reader's digests take turns from here to the end of the transaction; touches no row for no digest.
UPDATE "user" SET name = name WHERE id = (SELECT user_id FROM digest WHERE id = :digest_id);

-- sending.earlier (reads)
-- Has this digest, or one of the same reader that shows the same, left that way, or begun to? Sure answers first.
SELECT sending.state
  FROM digest
  JOIN digest AS other ON other.user_id = digest.user_id
   AND (other.id = digest.id OR other.content_key = digest.content_key)
  JOIN sending ON sending.digest_id = other.id
 WHERE digest.id = :digest_id
   AND sending.channel = :channel
   AND sending.state IN ('sent', 'sending')
 ORDER BY sending.state DESC
 LIMIT 1;

-- sending.claim (writes)
INSERT INTO sending (digest_id, channel, state, at_ms)
VALUES (:digest_id, :channel, 'sending', :at_ms)
ON CONFLICT (digest_id, channel) DO UPDATE
   SET state = excluded.state, at_ms = excluded.at_ms, error = NULL;

-- sending.settle (writes)
UPDATE sending SET state = :state, error = :error WHERE digest_id = :digest_id AND channel = :channel;

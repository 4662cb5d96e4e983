-- spending.begin (writes)
-- Nothing: the store has one writer at a time.

-- spending.total (reads)
-- What counts towards a cap: calls that run or were killed as dear as they can be.
SELECT COALESCE(SUM(CASE WHEN at_ms >= :day_ms THEN counted ELSE 0 END), 0) AS day,
       COALESCE(SUM(counted), 0) AS month
  FROM (SELECT at_ms, CASE state WHEN 'reserved' THEN reserved_micros ELSE cost_micros END AS counted
          FROM spending
         WHERE at_ms >= :month_ms) AS calls;

-- spending.reserve (writes)
INSERT INTO spending (at_ms, purpose, model, state, reserved_micros)
VALUES (:at_ms, :purpose, :model, 'reserved', :reserved_micros)
RETURNING id;

-- spending.settle (writes)
-- A call ends once.
UPDATE spending
   SET state = :state, cost_micros = :cost_micros, tokens_in = :tokens_in, tokens_out = :tokens_out
 WHERE id = :id AND state = 'reserved';

-- spending.list (reads)
SELECT at_ms, purpose, model, state, reserved_micros, cost_micros, tokens_in, tokens_out
  FROM spending
 WHERE at_ms >= :since
 ORDER BY id;

-- spending.by_day (reads)
-- What each model did in each day (UTC), the latest day first; calls that cost nothing because they failed are left out.
SELECT at_ms / 86400000 AS day, model,
       COUNT(*) AS calls,
       CAST(SUM(tokens_in) AS BIGINT) AS tokens_in,
       CAST(SUM(tokens_out) AS BIGINT) AS tokens_out,
       CAST(SUM(cost_micros) AS BIGINT) AS cost_micros,
       CAST(SUM(CASE state WHEN 'reserved' THEN reserved_micros ELSE 0 END) AS BIGINT) AS reserved_micros
  FROM spending
 WHERE at_ms >= :since AND state <> 'void'
 GROUP BY day, model
 ORDER BY day DESC, model;

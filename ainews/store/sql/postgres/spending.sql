-- spending.begin (writes)
-- One reservation at a time: what is left under a cap is promised once.
SELECT pg_advisory_xact_lock(7091319)

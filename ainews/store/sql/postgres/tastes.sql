-- history.passed_in_lists (part)
-- The next newer items, which stood above an opened one in a list and had come before it was opened. LATERAL keeps
-- PostgreSQL from looking at every pair.
  FROM (SELECT DISTINCT near.id
          FROM reading_event
          JOIN item AS opened ON opened.id = reading_event.item_id
         CROSS JOIN LATERAL (
               SELECT item.id, item.arrived_ms
                 FROM item
                WHERE item.position > opened.position
                ORDER BY item.position
                LIMIT :near) AS near
         WHERE reading_event.user_id = :user_id
           AND reading_event.at_ms > :since_ms
           AND reading_event.at_ms <= :until_ms
           AND near.arrived_ms <= reading_event.at_ms) AS chosen

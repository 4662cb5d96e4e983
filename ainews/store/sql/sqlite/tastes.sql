-- history.passed_in_lists (part)
-- The next newer items, which stood above an opened one in a list and had come before it was opened. SQLite has no LATERAL.
  FROM (SELECT DISTINCT near.id
          FROM reading_event
         CROSS JOIN item AS opened
         CROSS JOIN item AS near
         WHERE reading_event.user_id = :user_id
           AND reading_event.at_ms > :since_ms
           AND reading_event.at_ms <= :until_ms
           AND opened.id = reading_event.item_id
           AND near.position IN (
               SELECT item.position
                 FROM item
                WHERE item.position > opened.position
                ORDER BY item.position
                LIMIT :near)
           AND near.arrived_ms <= reading_event.at_ms) AS chosen

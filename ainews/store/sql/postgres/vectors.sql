-- vector.not_matching (part)
   AND NOT EXISTS (SELECT 1
                     FROM item_body
                    WHERE item_body.item_id = item.id
                      AND item_body.search @@ CAST(:excluded AS TSQUERY))

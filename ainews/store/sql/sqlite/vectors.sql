-- vector.not_matching (part)
-- All of them at once: here every item is looked at, not the few of a page.
   AND item.position NOT IN (SELECT rowid FROM item_search WHERE item_search MATCH :excluded)

"""Which items report the same event; pure, no store and no clock."""

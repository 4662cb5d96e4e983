"""Which items report the same event; pure, no store and no clock.

`Grouper` takes `Signature`s and gives `Assignment`s.
"""

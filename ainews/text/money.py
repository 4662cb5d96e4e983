"""Amounts of money as whole millionths, and as people write them; no currency, no rounding to cents."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

MICROS = 1_000_000


def micros(amount: float, *, up: bool) -> int:
    """Return millionths, rounded up (what is paid) or down (what may be paid): .1 means a tenth to the last digit."""
    return int((Decimal(str(amount)) * MICROS).to_integral_value(ROUND_CEILING if up else ROUND_FLOOR))


def money(amount_micros: int) -> str:
    """Write an amount with two digits or as many as it has: 0.50, 0.000125."""
    whole, rest = divmod(amount_micros, MICROS)
    return f"{whole}.{f'{rest:06}'.rstrip('0').ljust(2, '0')}"

"""Reads plain command-line values without the validation library that typer imports for them (0.1 s of CPU).

Covers text, numbers, choices and lists of text; anything else is left to typer.
"""

from __future__ import annotations

from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import typer


class PlainValue:
    """Turns one parameter's words into its type; stands in for typer's own coercion."""

    def __init__(self, kind: Any) -> None:
        self._kind = _without_none(kind)

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        try:
            return self._converted(value)
        except ValueError as error:
            raise typer.BadParameter(str(error), ctx=ctx, param=param) from None

    def _converted(self, value: Any) -> Any:
        if get_origin(self._kind) is list:
            element = PlainValue(get_args(self._kind)[0])
            return [element._converted(each) for each in value]
        if self._kind is int:
            return self._number(value)
        if self._kind is float:
            return self._decimal(value)
        if isinstance(self._kind, type) and issubclass(self._kind, Enum):
            return self._choice(value)
        return value if self._kind is bool else str(value)

    def _number(self, value: Any) -> int:
        try:
            return int(value)
        except ValueError:
            raise ValueError(f"{value!r} is not a whole number") from None

    def _decimal(self, value: Any) -> float:
        try:
            return float(value)
        except ValueError:
            raise ValueError(f"{value!r} is not a number") from None

    def _choice(self, value: Any) -> Any:
        choices = {str(choice.value): choice for choice in self._kind}
        if str(value) not in choices:
            raise ValueError(f"{value!r} is not one of {', '.join(choices)}")
        return choices[str(value)]


def without_validation_library(params: list[Any]) -> list[Any]:
    """Give each plain parameter its own coercion; where typer has no such seam, nothing changes."""
    for param in params:
        descriptor = getattr(param, "type_descriptor", None)
        if descriptor is not None and _is_plain(descriptor.annotation):
            param._runtime_param = PlainValue(descriptor.annotation)
    return params


def _without_none(kind: Any) -> Any:
    """Return the one kind that an optional value has."""
    if get_origin(kind) not in (Union, UnionType):
        return kind
    kinds = [each for each in get_args(kind) if each is not NoneType]
    return kinds[0] if len(kinds) == 1 else kind


def _is_plain(kind: Any) -> bool:
    kind = _without_none(kind)
    if get_origin(kind) is list:
        return _is_plain(get_args(kind)[0])
    return kind in (str, int, float, bool) or (isinstance(kind, type) and issubclass(kind, Enum))

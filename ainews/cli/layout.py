"""Text in cells, as the command line lays it out; see `text.cells`."""

from __future__ import annotations

from ainews.text.cells import ELLIPSIS, cells, fit, pad, widths, wrap

__all__ = ["ELLIPSIS", "cells", "fit", "pad", "widths", "wrap"]

"""Lets the tests here import the fuzz target beside them, as running it by hand does."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

"""Commands that only name sources must not pay for fetching."""

from __future__ import annotations

import subprocess
import sys


def test_manners_and_addresses_load_no_network():
    code = (
        "import sys, ainews.fetch.addresses, ainews.fetch.manners, ainews.fetch.guard;"
        "print([name for name in ('asyncio', 'ssl', 'h11', 'socket', 'email') if name in sys.modules])"
    )

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "[]"

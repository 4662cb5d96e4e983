"""Whom encrypted connections trust; makes none itself."""

from __future__ import annotations

import ssl


def context() -> ssl.SSLContext:
    """Return a client context that checks names and certificates, by certifi's list where the system has none."""
    checked = ssl.create_default_context()
    if not checked.cert_store_stats()["x509_ca"] and not ssl.get_default_verify_paths().capath:
        import certifi

        checked.load_verify_locations(certifi.where())
    return checked

"""Whom encrypted connections trust, and why one failed, in words; makes none itself."""

from __future__ import annotations

import ssl

from ainews.text.showing import clean


def context() -> ssl.SSLContext:
    """Return a client context that checks names and certificates, by certifi's list where the system has none."""
    checked = ssl.create_default_context()
    if not checked.cert_store_stats()["x509_ca"] and not ssl.get_default_verify_paths().capath:
        import certifi

        checked.load_verify_locations(certifi.where())
    return checked


def reason(error: Exception) -> str:
    """Return why a connection failed, as one safe line."""
    if isinstance(error, TimeoutError):
        return "it took too long"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {clean(error.verify_message)}"
    return clean(getattr(error, "strerror", None) or str(error)) or type(error).__name__

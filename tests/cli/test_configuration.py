"""`config show` and secrets."""

from __future__ import annotations

SECRETS = ("hunter22", "T0SECRET")


def test_no_secret_is_ever_printed(ainews, monkeypatch):
    monkeypatch.setenv("AINEWS_EMAIL__PASSWORD", "hunter22")
    monkeypatch.setenv("AINEWS_SEND__WEBHOOK", "https://hooks.example/services/T0SECRET")

    printed = [ainews("config", "show", *flags) for flags in ((), ("--changed",), ("--json",))]

    assert all(each.code == 0 for each in printed)
    assert not [secret for secret in SECRETS for each in printed if secret in each.out + each.err]
    assert all("https://hooks.example/***" in each.out for each in printed)

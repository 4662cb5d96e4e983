"""Ways a digest leaves: e-mail, webhook, file and command; makes no digest and remembers nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from ainews.config import Settings
    from ainews.ports import Clock, Forms, Notifier

__all__ = ["channels"]


def channels(settings: Settings, forms: Forms, clock: Clock, *, at: datetime) -> list[Notifier]:
    """Return the ways that the settings name for a digest of that moment; raises ConfigError where one cannot be."""
    return list(_chosen(settings, forms, clock, at))


def _chosen(settings: Settings, forms: Forms, clock: Clock, at: datetime) -> Iterator[Notifier]:
    if settings.email.to:
        from ainews.notify.email import Email

        yield Email.chosen(settings.email, forms, clock)
    if settings.send.webhook:
        from ainews.notify.webhook import Webhook

        yield Webhook.chosen(settings.send, forms)
    if settings.send.file:
        from ainews.notify.file import File

        yield File.chosen(settings.send, forms, at)
    if settings.send.command:
        from ainews.notify.command import Command

        yield Command.chosen(settings.send, forms)

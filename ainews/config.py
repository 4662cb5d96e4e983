"""Settings: what may be chosen, its defaults and its limits; no reading of files here beyond `load`."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

PositiveFloat = Annotated[float, Meta(gt=0)]


class FetchSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Manners of the fetcher; the defaults are those a server's owner would wish for."""

    in_flight: Annotated[int, Meta(ge=1, le=256)] = 16
    connect_timeout_s: PositiveFloat = 5.0
    read_timeout_s: PositiveFloat = 15.0
    total_timeout_s: PositiveFloat = 30.0
    max_body_bytes: Annotated[int, Meta(ge=1024)] = 10 * 1024 * 1024
    max_ratio: Annotated[int, Meta(ge=2)] = 100
    max_redirects: Annotated[int, Meta(ge=0, le=20)] = 5
    gap_s: Annotated[float, Meta(ge=0)] = 1.0
    interval_first_s: Annotated[int, Meta(ge=60)] = 3600
    interval_min_s: Annotated[int, Meta(ge=60)] = 1800
    interval_max_s: Annotated[int, Meta(ge=60)] = 86400
    jitter: Annotated[float, Meta(ge=0, le=0.5)] = 0.1
    contact_url: str = "https://example.org/ainews"
    allow_private: bool = False


class StoreSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the store is: a SQLite path or a `postgresql://` address; empty means the user data folder."""

    address: str = ""
    busy_timeout_s: PositiveFloat = 30.0


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All settings, by section."""

    fetch: FetchSettings = FetchSettings()
    store: StoreSettings = StoreSettings()


def store_address(settings: Settings) -> str:
    """Return where the store is: as set, else `ainews.db` in the platform's user data folder."""
    if settings.store.address:
        return settings.store.address
    import platformdirs

    return str(platformdirs.user_data_path("ainews") / "ainews.db")

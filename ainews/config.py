"""Settings: what may be chosen, its defaults and limits, and how file, environment and flags become one choice.

Opens nothing but the configuration file; what a setting means is known only where it is used.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import msgspec
from msgspec import Meta

from ainews.errors import ConfigError

ENVIRONMENT = "AINEWS_"
FLAGS = "flags"
HIDDEN = "***"


class FetchSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Manners of the fetcher; the defaults are those a server's owner would wish for."""

    in_flight: Annotated[int, Meta(ge=1, le=256, description="polls at the same time")] = 16
    connect_timeout_s: Annotated[float, Meta(gt=0, description="seconds until a connection stands")] = 5.0
    read_timeout_s: Annotated[float, Meta(gt=0, description="seconds of silence in the middle of an answer")] = 15.0
    total_timeout_s: Annotated[float, Meta(gt=0, description="seconds for a whole poll, redirects included")] = 30.0
    max_body_bytes: Annotated[int, Meta(ge=1024, description="largest document, after decompression")] = (
        10 * 1024 * 1024
    )
    max_ratio: Annotated[int, Meta(ge=2, description="how many times larger a document may get when decompressed")] = (
        100
    )
    max_redirects: Annotated[int, Meta(ge=0, le=20, description="redirects followed in one poll")] = 5
    gap_s: Annotated[float, Meta(ge=0, description="seconds between two polls of one domain")] = 1.0
    interval_first_s: Annotated[int, Meta(ge=60, description="pace of a source whose rhythm is not known yet")] = 3600
    interval_min_s: Annotated[int, Meta(ge=60, description="pace of the busiest sources")] = 1800
    interval_max_s: Annotated[int, Meta(ge=60, description="pace of the quietest sources")] = 86400
    jitter: Annotated[float, Meta(ge=0, le=0.5, description="share by which each wait varies by chance")] = 0.1
    contact_url: Annotated[str, Meta(description="where a server's owner learns who is polling")] = (
        "https://example.org/ainews"
    )
    allow_private: Annotated[bool, Meta(description="poll addresses on private networks without asking")] = False


class StoreSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the news is kept."""

    address: Annotated[
        str, Meta(description="a SQLite file or a postgresql:// address; empty: ainews.db in the user data folder")
    ] = ""
    busy_timeout_s: Annotated[float, Meta(gt=0, description="seconds to wait for another writer")] = 30.0


class StoriesSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How reports of the same event are found."""

    embedder: Annotated[
        str, Meta(description="what turns texts into vectors: onnx, static, sentence-transformers or openai")
    ] = "onnx"
    model: Annotated[str, Meta(description="its model where there is a choice: a folder or a name")] = ""
    address: Annotated[
        str, Meta(description="of an OpenAI-compatible server, up to /v1; its key is taken from OPENAI_API_KEY")
    ] = ""
    window_h: Annotated[int, Meta(ge=48, le=336, description="hours that reports of one event lie apart at most")] = 72
    at_ingest: Annotated[
        int, Meta(ge=0, description="an ingest finds stories itself if so many items at most wait for theirs; 0: never")
    ] = 300


class SearchSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What search by meaning looks at."""

    whole_texts: Annotated[
        bool,
        Meta(
            description="`ainews stories` also reads long items to the end, at 8 ms for each 75 words; else their start"
        ),
    ] = False


class ReadingSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What reading does."""

    whole_story: Annotated[
        bool, Meta(description="reading one item of a story marks the others, which tell the same, as read too")
    ] = False
    learn: Annotated[
        bool, Meta(description="rank stories also by what you opened, starred and passed over; see `ainews interests`")
    ] = True


class SummariesSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who writes the words of a digest. Without an address they are the sources' own sentences and nothing is sent."""

    address: Annotated[
        str, Meta(description="of an OpenAI-compatible server, up to /v1; its key is taken from OPENAI_API_KEY")
    ] = ""
    model: Annotated[str, Meta(description="its model, as the server names it")] = ""
    price_in: Annotated[float, Meta(ge=0, description="price of a million tokens that are sent")] = 0.0
    price_out: Annotated[float, Meta(ge=0, description="price of a million tokens that are written")] = 0.0
    daily_cap: Annotated[
        float, Meta(ge=0, description="most that may be spent in a day (UTC); 0: nothing that costs")
    ] = 0.5
    monthly_cap: Annotated[float, Meta(ge=0, description="most that may be spent in a month (UTC)")] = 5.0
    timeout_s: Annotated[float, Meta(gt=0, description="seconds for one summary; then its extract is taken")] = 60.0
    max_tokens: Annotated[
        int, Meta(ge=64, le=100_000, description="tokens that one summary may take, a model's thinking included")
    ] = 600
    in_flight: Annotated[int, Meta(ge=1, le=64, description="calls at the same time")] = 4


class DigestSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a digest holds."""

    top: Annotated[int, Meta(ge=1, description="stories at most")] = 10
    minutes: Annotated[float, Meta(ge=0, description="reading time at most, at 220 words a minute; 0: no limit")] = 5.0
    least: Annotated[int, Meta(ge=0, description="stories that only one source tells, on a day without news")] = 5
    per_source: Annotated[int, Meta(ge=0, description="stories led by the same source at most; 0: no limit")] = 3
    per_topic: Annotated[int, Meta(ge=0, description="stories of the same topic at most; 0: no limit")] = 2


class SendSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where `ainews digest --send` sends a digest, once; what is empty is not used."""

    file: Annotated[
        str, Meta(description="a file: .html, .md, .txt, .json, .atom or .feed.json; {date} in its name is the day")
    ] = ""
    command: Annotated[str, Meta(description="a program that reads the digest as plain text")] = ""
    webhook: Annotated[str, Meta(description="an address that is posted to")] = ""
    webhook_kind: Annotated[str, Meta(description="what listens there: slack, discord, ntfy or json")] = "json"


class EmailSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a digest is mailed; without a recipient it is not."""

    to: Annotated[str, Meta(description="who gets it; several with commas between them")] = ""
    sender: Annotated[str, Meta(description="who it is from")] = ""
    host: Annotated[str, Meta(description="the mail server that takes it")] = "localhost"
    port: Annotated[int, Meta(ge=1, le=65535, description="its port")] = 587
    security: Annotated[str, Meta(description="starttls, tls or none")] = "starttls"
    user: Annotated[str, Meta(description="who logs in there; empty: nobody")] = ""
    password: Annotated[str, Meta(description="better in the environment, as AINEWS_EMAIL__PASSWORD")] = ""


class LogSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the details of a fault are kept; the terminal shows a line or two."""

    file: Annotated[str, Meta(description="a file; empty: ainews.log in the user log folder")] = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All settings, by section."""

    store: StoreSettings = StoreSettings()
    fetch: FetchSettings = FetchSettings()
    stories: StoriesSettings = StoriesSettings()
    search: SearchSettings = SearchSettings()
    reading: ReadingSettings = ReadingSettings()
    summaries: SummariesSettings = SummariesSettings()
    digest: DigestSettings = DigestSettings()
    send: SendSettings = SendSettings()
    email: EmailSettings = EmailSettings()
    log: LogSettings = LogSettings()


@dataclass(frozen=True, slots=True)
class Layer:
    """Some settings from one place, by section and key, not yet checked.

    place   named in errors
    texts   values are texts that stand for numbers and booleans, as in the environment
    """

    place: str
    sections: Mapping[str, Any]
    texts: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """Settings, and where each one that is not a default came from, by `section.key`."""

    settings: Settings
    places: Mapping[str, str]


def load(
    file: Path | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, Mapping[str, object]] | None = None,
) -> Settings:
    """Return the settings: defaults < `file` < environment < `flags`; raises ConfigError.

    file     None: `config.toml` in the user's configuration folder, if there is one; a named file must exist
    environ  the process's own if None
    """
    return choose(file, environ=environ, flags=flags).settings


def choose(
    file: Path | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, Mapping[str, object]] | None = None,
) -> Chosen:
    """Do what `load` does, and tell where each choice was made."""
    layers = [
        _file_layer(file),
        Layer("environment", _environment_sections(os.environ if environ is None else environ), texts=True),
        Layer(FLAGS, flags or {}),
    ]
    values: dict[str, dict[str, object]] = {}
    places: dict[str, str] = {}
    for layer in layers:
        for section, key, value in _checked(layer):
            values.setdefault(section, {})[key] = value
            places[f"{section}.{key}"] = layer.place
    sections: dict[str, Any] = {section: SECTIONS[section](**chosen) for section, chosen in values.items()}
    return Chosen(Settings(**sections), places)


def default_file() -> Path:
    """Return the configuration file that is read when none is named; it need not exist."""
    import platformdirs

    return platformdirs.user_config_path("ainews") / "config.toml"


def store_address(settings: Settings) -> str | Path:
    """Return where the store is: a path, or a `postgresql://` address."""
    address = settings.store.address
    if address.startswith(("postgresql://", "postgres://")):
        return address
    if address:
        return Path(address).expanduser()
    import platformdirs

    return platformdirs.user_data_path("ainews") / "ainews.db"


def log_file(settings: Settings) -> Path:
    """Return the file that keeps the details of faults."""
    if settings.log.file:
        return Path(settings.log.file).expanduser()
    import platformdirs

    return platformdirs.user_log_path("ainews") / "ainews.log"


def example() -> str:
    """Return a configuration file in which every setting is named, explained and left at its default."""
    parts = [
        "# Settings of ainews. Every line is a default: remove the # in front of those you change.\n"
        "# The environment overrides this file (AINEWS_FETCH__IN_FLIGHT=32), and flags override both.\n"
    ]
    for section, struct in SECTIONS.items():
        parts.append(f"\n# {struct.__doc__}\n[{section}]\n")
        parts.extend(
            f"# {description(kind)}{_limits(kind, ' (', ')')}\n# {key} = {toml(default)}\n"
            for key, kind, default in fields(struct)
        )
    return "".join(parts)


def public(name: str, value: object) -> object:
    """Return a setting's value as anybody may see it: without passwords, and without what makes an address a secret."""
    if name == "email.password" and value:
        return HIDDEN
    if not isinstance(value, str) or "://" not in value:
        return value
    if name == "send.webhook":
        scheme, _, rest = value.partition("://")
        return f"{scheme}://{re.split(r'[/?#]', rest)[0].rpartition('@')[2]}/{HIDDEN}"
    return re.sub(r"(?<=://)([^/?#@]*):[^/?#]*@|(?<=[?&]password=)[^&#]*", _without_password, value)


def _without_password(match: re.Match[str]) -> str:
    return HIDDEN if match[1] is None else f"{match[1]}:{HIDDEN}@"


def fields(struct: type[msgspec.Struct]) -> Iterator[tuple[str, Any, object]]:
    """Yield name, annotated type and default of each setting of a section."""
    kinds = get_type_hints(struct, include_extras=True)
    for name, default in zip(struct.__struct_fields__, struct.__struct_defaults__, strict=True):
        yield name, kinds[name], default


SECTIONS: dict[str, type[msgspec.Struct]] = {
    name: type(default) for name, default in zip(Settings.__struct_fields__, Settings.__struct_defaults__, strict=True)
}


def _file_layer(file: Path | None) -> Layer:
    path = file or default_file()
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        if file is None:
            return Layer(str(path), {})
        raise ConfigError(f"{path} does not exist: make it with `ainews config example > {path}`") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}): check its permissions") from error
    return Layer(str(path), _parsed(text, path))


def _parsed(text: bytes, path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text.decode())
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text: save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error


def _environment_sections(environ: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return what `AINEWS_SECTION__KEY` variables say; other variables with our prefix are not settings."""
    sections: dict[str, dict[str, str]] = {}
    for name, value in environ.items():
        section, separator, key = name.removeprefix(ENVIRONMENT).partition("__")
        if name.startswith(ENVIRONMENT) and separator:
            sections.setdefault(section.lower(), {})[key.lower()] = value
    return sections


def _checked(layer: Layer) -> Iterator[tuple[str, str, object]]:
    for section, values in layer.sections.items():
        if section not in SECTIONS:
            raise _unknown(layer, section, "section", SECTIONS)
        if not isinstance(values, Mapping):
            raise ConfigError(f"{layer.place}: {section} is a section: write [{section}] and its keys below it")
        kinds = {name: kind for name, kind, _ in fields(SECTIONS[section])}
        for key, value in values.items():
            if key not in kinds:
                raise _unknown(layer, f"{section}.{key}", "key", [f"{section}.{each}" for each in kinds])
            yield section, key, _value(layer, f"{section}.{key}", value, kinds[key])


def _value(layer: Layer, name: str, value: object, kind: Any) -> object:
    try:
        return msgspec.convert(value, kind, strict=not layer.texts)
    except msgspec.ValidationError:
        expected = f"expected {_kind(kind)}{_limits(kind, ', ')}"
        raise ConfigError(f"{layer.place}: {_spelled(layer, name)} is {public(name, value)!r}: {expected}") from None


def _unknown(layer: Layer, name: str, what: str, known: Mapping[str, object] | list[str]) -> ConfigError:
    import difflib

    nearest = difflib.get_close_matches(name, known, 1, 0.5) or difflib.get_close_matches(name, _all_names(), 1, 0.0)
    advice = f"did you mean {_spelled(layer, nearest[0])}?"
    return ConfigError(f"{layer.place}: unknown {what} {_spelled(layer, name)}: {advice}")


def _all_names() -> list[str]:
    return [f"{section}.{key}" for section, struct in SECTIONS.items() for key in struct.__struct_fields__]


def _spelled(layer: Layer, name: str) -> str:
    """Return a setting's name as it is written in that layer."""
    return ENVIRONMENT + name.upper().replace(".", "__") if layer.texts else name


def _parts(kind: Any) -> tuple[type, Meta]:
    plain, meta = get_args(kind)
    return plain, meta


def description(kind: Any) -> str:
    text = _parts(kind)[1].description or ""
    return text[:1].upper() + text[1:]


def _kind(kind: Any) -> str:
    return {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}[_parts(kind)[0]]


def _limits(kind: Any, before: str, after: str = "") -> str:
    """Say which numbers are allowed, or nothing if all are."""
    meta = _parts(kind)[1]
    if meta.le is not None:
        text = f"from {meta.ge} to {meta.le}"
    elif meta.ge is not None:
        text = f"at least {meta.ge}"
    elif meta.gt is not None:
        text = f"greater than {meta.gt}"
    else:
        return ""
    return f"{before}{text}{after}"


def toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)

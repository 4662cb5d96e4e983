from pathlib import Path

import pytest

from ainews import config
from ainews.config import ConfigError, Settings

ROOT = Path(__file__).parent.parent


@pytest.fixture
def file(tmp_path):
    return tmp_path / "config.toml"


def write(file: Path, text: str) -> Path:
    file.write_text(text)
    return file


def test_without_any_choice_every_setting_has_its_default(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "default_file", lambda: tmp_path / "absent.toml")

    assert config.load(environ={}) == Settings()


def test_environment_overrides_file_and_flags_override_both(file):
    write(file, "[fetch]\nin_flight = 1\nmax_redirects = 1\ngap_s = 2\n")
    environ = {"AINEWS_FETCH__IN_FLIGHT": "2", "AINEWS_FETCH__MAX_REDIRECTS": "2"}

    fetch = config.load(file, environ=environ, flags={"fetch": {"in_flight": 3}}).fetch

    assert (fetch.in_flight, fetch.max_redirects, fetch.gap_s) == (3, 2, 2.0)


def test_each_choice_knows_where_it_was_made(file):
    write(file, "[fetch]\nin_flight = 1\n")

    chosen = config.choose(file, environ={"AINEWS_FETCH__GAP_S": "0"}, flags={"store": {"address": "x.db"}})

    assert chosen.places == {"fetch.in_flight": str(file), "fetch.gap_s": "environment", "store.address": "flags"}


def test_unknown_key_names_key_file_and_nearest_known_one(file):
    write(file, "[fetch]\nin_fligth = 3\n")

    with pytest.raises(ConfigError) as error:
        config.load(file, environ={})

    assert str(error.value) == f"{file}: unknown key fetch.in_fligth: did you mean fetch.in_flight?"


def test_unknown_key_that_resembles_nothing_still_names_a_known_one(file):
    with pytest.raises(ConfigError, match=r"unknown key log\.zzz: did you mean [a-z]+\.[a-z_]+\?$"):
        config.load(write(file, "[log]\nzzz = 3\n"), environ={})


def test_unknown_section_names_the_nearest_section(file):
    with pytest.raises(ConfigError, match=r"unknown section fetsh: did you mean fetch\?$"):
        config.load(write(file, "[fetsh]\nin_flight = 3\n"), environ={})


def test_unknown_environment_key_is_named_as_it_was_written():
    with pytest.raises(
        ConfigError, match=r"^environment: unknown key AINEWS_FETCH__INFLIGHT: did you mean AINEWS_FETCH__IN_FLIGHT\?$"
    ):
        config.load(environ={"AINEWS_FETCH__INFLIGHT": "3"})


def test_other_environment_variables_with_the_prefix_are_left_alone():
    assert config.load(environ={"AINEWS_SHARED": "/data"}) == config.load(environ={})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('in_flight = "many"', "fetch.in_flight is 'many': expected a whole number, from 1 to 256"),
        ("in_flight = 0", "fetch.in_flight is 0: expected a whole number, from 1 to 256"),
        ("gap_s = -1", "fetch.gap_s is -1: expected a number, at least 0"),
        ("read_timeout_s = 0", "fetch.read_timeout_s is 0: expected a number, greater than 0"),
        ("allow_private = 1", "fetch.allow_private is 1: expected true or false"),
        ("contact_url = 1", "fetch.contact_url is 1: expected a text"),
    ],
)
def test_bad_value_says_what_was_expected(file, text, expected):
    with pytest.raises(ConfigError) as error:
        config.load(write(file, f"[fetch]\n{text}\n"), environ={})

    assert str(error.value) == f"{file}: {expected}"


def test_bad_value_in_the_environment_names_the_variable():
    with pytest.raises(ConfigError, match=r"^environment: AINEWS_FETCH__IN_FLIGHT is 'many': expected a whole number"):
        config.load(environ={"AINEWS_FETCH__IN_FLIGHT": "many"})


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"x = [", "is not TOML: "),
        (b"\xff\xfe", "is not UTF-8 text: "),
        (b"fetch = 1", "fetch is a section: "),
    ],
)
def test_unreadable_file_is_a_configuration_error(file, content, expected):
    file.write_bytes(content)

    with pytest.raises(ConfigError, match=expected):
        config.load(file, environ={})


def test_named_file_must_exist(file):
    with pytest.raises(ConfigError, match="does not exist: make it with `ainews config example > "):
        config.load(file, environ={})


def test_example_with_every_line_uncommented_is_the_defaults(file):
    lines = config.example().splitlines()
    settings = [line.removeprefix("# ") for line in lines if " = " in line or line.startswith("[")]

    chosen = config.load(write(file, "\n".join(settings)), environ={})

    assert chosen == Settings()


def test_example_names_and_explains_every_setting():
    text = config.example()

    for section, struct in config.SECTIONS.items():
        for name, kind, _ in config.fields(struct):
            assert f"\n# {name} = " in text, f"{section}.{name}"
            assert config.description(kind), f"{section}.{name}"


def test_config_example_in_the_repository_is_the_generated_one():
    assert (ROOT / "config.example.toml").read_text() == config.example(), (
        "run `ainews config example > config.example.toml`"
    )


def test_store_is_in_the_user_data_folder_unless_told_otherwise(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert config.store_address(Settings()) == tmp_path / "ainews" / "ainews.db"


def test_store_address_may_be_a_path_or_a_server():
    named = [config.load(environ={"AINEWS_STORE__ADDRESS": text}) for text in ("~/news.db", "postgresql://host/news")]

    assert [config.store_address(settings) for settings in named] == [
        Path("~/news.db").expanduser(),
        "postgresql://host/news",
    ]


def test_passwords_and_secret_addresses_are_not_for_everybody():
    assert config.public("email.password", "hunter22") == "***"
    assert config.public("email.password", "") == ""
    assert config.public("send.webhook", "https://me:pass@hooks.example/T0/B0?x=y") == "https://hooks.example/***"
    assert config.public("store.address", "postgresql://me:pa@ss@host/db") == "postgresql://me:***@host/db"
    assert config.public("store.address", "postgresql://me@host/db?password=x&a=b") == (
        "postgresql://me@host/db?password=***&a=b"
    )
    assert config.public("fetch.in_flight", 16) == 16


def test_a_password_of_the_wrong_kind_is_refused_without_telling_it(file):
    with pytest.raises(ConfigError, match=r"email\.password is '\*\*\*': expected a text"):
        config.load(write(file, "[email]\npassword = 12345"), environ={})

"""`db`, `config`, `init`: everything around reading."""

import json
import re
import sqlite3

import pytest

from ainews import config


def test_a_sound_store_is_told_and_a_broken_one_exits_with_7(shelf, ainews, monkeypatch):
    assert ainews("db", "check").out == "the store is sound\n"

    monkeypatch.setattr("ainews.store.admin.Admin.check", lambda self: ["page 3 is gone"])
    outcome = ainews("db", "check", "--json")
    assert (outcome.code, outcome.json) == (7, {"ok": False, "problems": ["page 3 is gone"]})


def test_stats_count_what_is_kept(shelf, ainews):
    shelf.item(shelf.source())

    found = ainews("db", "stats", "--json").json

    assert (found["sources"], found["items"], found["unread"]) == (1, 1, 1)
    assert found["first_arrival"] == "2026-11-21T12:00:00Z"


def test_sql_prints_tabs_in_a_pipe_and_objects_as_json(shelf, ainews):
    shelf.item(shelf.source(), "Tide\tturns")

    query = "SELECT id, title FROM item"
    assert ainews("db", "sql", query).out == "id\ttitle\n1\tTide turns\n"
    assert ainews("db", "sql", query, "--json").lines == [{"id": 1, "title": "Tide\tturns"}]


def test_sql_cannot_write(shelf, ainews):
    shelf.item(shelf.source())

    assert ainews("db", "sql", "DELETE FROM item").code == 2
    assert len(shelf.store.reading.list()) == 1


def test_vacuum_and_migrate_say_what_they_did(shelf, ainews, store_path):
    assert " MiB before, " in ainews("db", "vacuum").out
    assert re.fullmatch(rf"{re.escape(str(store_path))}: schema \d+, as it should be\n", ainews("db", "migrate").out)


def test_export_writes_a_database_that_needs_no_ainews(shelf, ainews, tmp_path):
    source = shelf.source("Example News")
    shelf.item(source, "Tide turns", "<p>The water rises.</p>")

    assert ainews("db", "export", tmp_path / "out.db").out == f"wrote 1 items to {tmp_path / 'out.db'}\n"

    with sqlite3.connect(tmp_path / "out.db") as database:
        row = database.execute(
            "SELECT items.title, items.text, sources.title FROM items JOIN sources ON sources.id = source_id"
            " WHERE items.rowid IN (SELECT rowid FROM items_fts WHERE items_fts MATCH 'water')"
        ).fetchone()
    assert row == ("Tide turns", "The water rises.", "Example News")


def test_export_overwrites_nothing(shelf, ainews, store_path):
    assert ainews("db", "export", store_path).code == 4


def test_export_of_lines_is_what_show_prints(shelf, ainews):
    item = shelf.item(shelf.source())

    assert ainews("db", "export", "-").json == ainews("show", item, "--json").json


def test_export_asks_for_a_form_it_knows(ainews):
    assert ainews("db", "export", "out.xlsx").code == 2


def test_config_shows_what_holds_and_where_it_was_chosen(ainews, store_path, monkeypatch):
    monkeypatch.setenv("AINEWS_FETCH__IN_FLIGHT", "3")

    shown = ainews("config", "show", "--changed").out

    assert shown == f'[store]\naddress = "{store_path}"  # from flags\n[fetch]\nin_flight = 3  # from environment\n'
    assert ainews("config", "show", "--json").json["fetch"]["in_flight"] == 3


def test_config_path_tells_every_place(ainews, home, store_path):
    assert ainews("config", "path", "--json").json == {
        "config": str(home / "xdg_config_home/ainews/config.toml"),
        "store": str(store_path),
        "log": str(home / "xdg_state_home/ainews/log/ainews.log"),
    }


def test_config_example_is_a_valid_configuration(ainews, tmp_path):
    file = tmp_path / "config.toml"
    file.write_text(ainews("config", "example").out)

    assert ainews("--config", file, "config", "check").out == f"{file}: fine, 1 setting changed\n"


def test_init_writes_a_configuration_and_subscribes_to_packs(ainews, home):
    outcome = ainews("init", "--pack", "ai", "science")

    assert outcome.code == 0
    assert (home / "xdg_config_home/ainews/config.toml").read_text() == config.example()
    assert "\nai: " in outcome.out
    assert "\nscience: " in outcome.out
    assert len(ainews("source", "list", "--json").lines) > 20


def test_init_changes_nothing_that_is_there(ainews, home, shelf):
    shelf.source("Mine")
    file = home / "xdg_config_home/ainews/config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("[fetch]\nin_flight = 3\n")

    assert "(kept)" in ainews("init").out
    assert file.read_text() == "[fetch]\nin_flight = 3\n"
    assert [line["title"] for line in ainews("source", "list", "--json").lines] == ["Mine"]


def test_an_unknown_pack_writes_nothing(ainews, home):
    assert ainews("init", "--pack", "nonsense").code == 4
    assert not home.exists() or not list(home.rglob("config.toml"))


@pytest.mark.slow
def test_demo_shows_news_without_the_network(ainews):
    outcome = ainews("demo")

    assert outcome.code == 0
    assert "ainews init --pack ai" in outcome.out
    assert "newest items" in outcome.out


def test_records_are_plain_json(shelf, ainews):
    shelf.item(shelf.source(), "Ein Übergang ✓")

    assert "Übergang ✓" in ainews("list", "--json").out
    assert json.loads(ainews("list", "--json").out)["title"] == "Ein Übergang ✓"

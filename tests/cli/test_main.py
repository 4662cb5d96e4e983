"""Exit codes, errors and the ways in and out of the command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ainews import __version__, logs
from ainews.cli import main, tree
from ainews.errors import StoreFull

PYTHON = sys.executable
FULL = Path("/dev/full")
HEAVY = {
    "typer", "rich", "pydantic", "lxml", "selectolax", "nh3", "feedparser", "fastfeedparser", "trafilatura", "numpy",
    "httpcore2", "asyncio", "sqlite3", "msgspec", "platformdirs", "logging",
}  # fmt: skip


def loaded_by(*arguments: str) -> set[str]:
    """Return which modules a command of its own process has imported when it ends."""
    program = (
        "import sys; from ainews.cli.main import run; code = run(sys.argv[1:]);"
        "print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([PYTHON, "-c", program, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_version_imports_nothing_heavy():
    assert not loaded_by("--version") & HEAVY


def test_help_imports_neither_rich_nor_the_store():
    assert not loaded_by("--help") & (HEAVY | {"ainews.model", "ainews.app"}) - {"typer"}


def test_a_list_in_a_pipe_imports_no_network_no_parser_and_no_decoration(shelf, store_path):
    shelf.item(shelf.source())

    loaded = loaded_by("--store", str(store_path), "list")

    assert not loaded & HEAVY - {"typer", "sqlite3", "msgspec", "platformdirs"}


def test_version_is_told_with_and_without_other_options(ainews):
    assert main.run(["--version"]) == 0
    assert ainews("--version").out == f"ainews {__version__}\n"


def test_module_and_command_are_the_same_program():
    done = subprocess.run([PYTHON, "-m", "ainews", "--version"], capture_output=True, text=True, check=True)

    assert done.stdout == f"ainews {__version__}\n"


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full, which only Linux has")
@pytest.mark.parametrize("command", [["--version"], ["list"], ["config", "example"]], ids=lambda words: words[0])
def test_output_that_finds_no_room_is_told_in_a_line(command, store_path):
    program = [PYTHON, "-m", "ainews", "--store", str(store_path), *command]
    with FULL.open("w") as full:
        done = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "the output cannot be written (No space left on device)" in done.stderr


def test_a_caller_may_close_the_output(store_path):
    program = f"{PYTHON} -m ainews --store {store_path} digest --list >&- 2>&-"

    assert subprocess.run(["sh", "-c", program]).returncode == 0


def test_no_command_shows_help(ainews):
    outcome = ainews()

    assert outcome.code == 0
    assert outcome.out.startswith("Usage: ainews [OPTIONS] COMMAND")


def test_a_group_without_command_shows_its_help(ainews):
    assert ainews("source").out.startswith("Usage: ainews source [OPTIONS] COMMAND")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lisst"], "ainews: no such command 'lisst'. Did you mean 'list'? See `ainews --help`\n"),
        (["list", "--limit", "x"], "'x' is not a whole number: see `ainews list --help`\n"),
        (["list", "--limit", "-1"], "-1 is less than 0: see `ainews list --help`\n"),
        (["search", "--order", "best", "x"], "'best' is not one of newest, relevance: see `ainews search --help`\n"),
        (["show"], "ainews: missing argument 'ID': see `ainews show --help`\n"),
    ],
)
def test_wrong_usage_ends_with_2_and_one_line(ainews, arguments, message):
    outcome = ainews(*arguments)

    assert outcome.code == 2
    assert outcome.err.endswith(message)
    assert outcome.err.count("\n") == 1
    assert outcome.out == ""


def test_configuration_errors_end_with_3(ainews, tmp_path):
    (tmp_path / "config.toml").write_text("[fetch]\nin_fligth = 3\n")

    outcome = ainews("--config", tmp_path / "config.toml", "list")

    assert outcome.code == 3
    assert outcome.err.endswith("unknown key fetch.in_fligth: did you mean fetch.in_flight?\n")


def test_what_is_not_found_ends_with_4_and_stays_off_standard_output(ainews):
    outcome = ainews("show", 7, "--json")

    assert (outcome.code, outcome.out, outcome.err) == (4, "", "ainews: there is no item 7\n")


def test_store_errors_end_with_7(ainews, store_path):
    store_path.write_text("this is no database, but it is long enough to be read as one. " * 20)

    outcome = ainews("list")

    assert outcome.code == 7
    assert str(store_path) in outcome.err


def raising(error: BaseException):
    def command(*_: object) -> None:
        raise error

    return command


def test_a_full_disk_is_told_with_what_to_do(ainews, monkeypatch):
    monkeypatch.setattr("ainews.app.open_services", raising(StoreFull(path="news.db")))

    outcome = ainews("list")

    assert outcome.code == 7
    assert outcome.err == (
        "ainews: no space is left for news.db: free some and run the command again; nothing stored was lost\n"
    )


def test_a_store_error_from_side_by_side_work_is_told_as_itself(ainews, monkeypatch):
    group = ExceptionGroup("unhandled", [ExceptionGroup("inner", [StoreFull(path="news.db")])])
    monkeypatch.setattr("ainews.app.open_services", raising(group))

    assert ainews("list").code == 7


def test_a_fault_is_an_apology_with_its_traceback_in_the_log(ainews, monkeypatch, home):
    monkeypatch.setattr("ainews.app.open_services", raising(ZeroDivisionError("by chance")))

    outcome = ainews("list")

    log = home / "xdg_state_home" / "ainews" / "log" / "ainews.log"
    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert outcome.err == (
        f"ainews: sorry, this is a fault of ainews itself (ZeroDivisionError: by chance): "
        f"the details are in {log}; please report it\n"
    )
    assert "ZeroDivisionError: by chance" in log.read_text()


def test_a_fault_shows_its_traceback_when_asked(ainews, monkeypatch):
    monkeypatch.setattr("ainews.app.open_services", raising(ZeroDivisionError("by chance")))

    assert "Traceback" in ainews("--verbose", "list").err


def test_ctrl_c_ends_with_130(ainews, monkeypatch):
    monkeypatch.setattr("ainews.app.open_services", raising(KeyboardInterrupt()))

    outcome = ainews("list")

    assert (outcome.code, outcome.err) == (130, "ainews: interrupted\n")


@pytest.mark.parametrize("arguments", [["list", "--limit", "0"], ["db", "export", "-"]])
def test_a_reader_that_leaves_early_is_no_error(shelf, store_path, arguments):
    source = shelf.source()
    shelf.item(source, title="long " * 50_000)
    shelf.item(source, title="long " * 50_000)
    read_end, write_end = os.pipe()
    os.close(read_end)

    done = subprocess.run(
        [PYTHON, "-m", "ainews", "--store", str(store_path), *arguments],
        stdout=write_end,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write_end)

    assert (done.returncode, done.stderr) == (0, b"")


def test_global_options_work_after_the_command_too():
    moved = main.hoisted(["list", "--store", "a.db", "--limit", "3", "--quiet", "--config=c.toml"])

    assert moved == ["--store", "a.db", "--quiet", "--config=c.toml", "list", "--limit", "3"]


def test_nothing_moves_past_a_double_dash():
    assert main.hoisted(["search", "--", "--quiet"]) == ["search", "--", "--quiet"]


def test_every_command_is_described_by_the_first_line_of_its_own_help():
    for name, entry in tree.COMMANDS.items():
        own = tree.command(name).help.splitlines()[0]
        assert own == entry.help, name


def test_no_line_of_help_is_cut_or_wider_than_80_columns(ainews):
    groups = [name for name in tree.COMMANDS if hasattr(tree.command(name), "commands")]
    commands = [[name] for name in tree.COMMANDS] + [
        [group, name] for group in groups for name in tree.command(group).commands
    ]
    for command in [[], *commands]:
        text = ainews(*command, "--help").out
        assert max(map(len, text.splitlines())) <= 80, command
        assert "...\n" not in text.partition("Commands:")[2], command


def test_completion_offers_sources_by_address_and_id(shelf, store_path, ainews):
    shelf.source("Example News")
    environment = {
        **os.environ,
        "_AINEWS_COMPLETE": "complete_bash",
        "COMP_WORDS": f"ainews --store {store_path} source show https",
        "COMP_CWORD": "5",
    }

    done = subprocess.run([PYTHON, "-m", "ainews"], env=environment, capture_output=True, text=True, check=False)

    assert "feed1.example/rss" in done.stdout


def test_a_log_that_grew_large_is_set_aside(tmp_path):
    file = tmp_path / "ainews.log"
    file.write_bytes(b"x" * (logs.KEPT_BYTES + 1))

    assert logs.keep(ValueError("no"), file, "ainews list") == file
    assert (tmp_path / "ainews.log.1").stat().st_size == logs.KEPT_BYTES + 1
    assert "ValueError: no" in file.read_text()


def test_a_log_that_cannot_be_written_is_no_second_fault(tmp_path):
    (tmp_path / "file").write_text("")

    assert logs.keep(ValueError("no"), tmp_path / "file" / "ainews.log", "ainews list") is None

"""A digest into a program."""

from __future__ import annotations

import os
import select
import shlex
import sys

import pytest
from msgspec.structs import replace

from ainews import formats
from ainews.config import SendSettings
from ainews.errors import ConfigError, SendError, SendUncertain
from ainews.notify.command import Command
from tests.formats.builders import digest


def way(program: str, *arguments: object) -> Command:
    words = shlex.join([sys.executable, "-c", program, *map(str, arguments)])
    return Command(Command.chosen(SendSettings(command=words), formats).words, formats)


def test_a_program_reads_the_digest_and_knows_which_it_is(tmp_path) -> None:
    keep = "import os, sys; e = os.environ; open(sys.argv[1], 'w').write(\
        e['AINEWS_DIGEST_ID'] + ' ' + e['AINEWS_DIGEST_AT'] + chr(10) + sys.stdin.read())"

    way(keep, tmp_path / "got").send(digest())

    first, _, text = (tmp_path / "got").read_text("utf-8").partition("\n")
    assert first == "7 2026-11-23T07:00:00Z"
    assert text == formats.render(digest(), "plain", zone=None)


def test_no_shell_reads_the_command(tmp_path) -> None:
    way("import sys; open(sys.argv[1], 'w').write(sys.argv[2])", tmp_path / "got", "$(id); a && b").send(digest())

    assert (tmp_path / "got").read_text() == "$(id); a && b"


def test_a_program_that_reads_nothing_is_fine() -> None:
    way("pass").send(digest(notes=("x" * 900,) * 500))


def test_a_failing_program_is_told_with_its_code_and_its_last_words() -> None:
    with pytest.raises(SendError, match="ended with exit code 3: no luck"):
        way("import sys; sys.stderr.write('no \\x1b[31mluck\\n'); sys.exit(3)").send(digest())


def test_a_program_that_is_killed_is_told() -> None:
    with pytest.raises(SendError, match="ended by signal 9"):
        way("import os; os.kill(os.getpid(), 9)").send(digest())


def test_a_program_that_takes_too_long_is_stopped_with_what_it_started(tmp_path) -> None:
    # A shell starts at once, whatever the load.
    words = ("sh", "-c", 'sleep 60 & echo $! > "$0"; wait', str(tmp_path / "pid"))

    with pytest.raises(SendUncertain, match="was stopped after 1 s"):
        Command(words, formats, timeout_s=1.0).send(digest())

    assert has_ended(int((tmp_path / "pid").read_text()))


def has_ended(pid: int) -> bool:
    """Tell whether a process that was killed is gone, giving the system some seconds to see to it."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], 5.0)[0])
    finally:
        os.close(process)


def test_a_missing_program_is_told() -> None:
    with pytest.raises(SendError, match=r"no-such-program cannot be run .*: check send.command"):
        Command.chosen(SendSettings(command="no-such-program --now"), formats).send(digest())


@pytest.mark.parametrize("command", ["echo 'open", "   "])
def test_a_command_that_is_none_is_refused(command: str) -> None:
    with pytest.raises(ConfigError, match=r"send\.command"):
        Command.chosen(SendSettings(command=command), formats)


def test_only_the_program_is_shown_not_its_arguments() -> None:
    shown = Command.chosen(replace(SendSettings(), command="post --token hunter22"), formats)

    assert shown.to == "post"

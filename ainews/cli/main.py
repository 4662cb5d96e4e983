"""Where `ainews` starts: runs one command and turns whatever ends it into an exit code and a line or two.

Imports what the command needs and nothing else, because every command pays for it.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from ainews import __version__
from ainews.errors import AinewsError, UsageError

if TYPE_CHECKING:
    from typer import TyperException

INTERRUPTED = 130
STDOUT = 1


def main() -> NoReturn:
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code and lets no exception out."""
    # Imports make many objects and little garbage; the collector would take a tenth of a short command.
    gc.set_threshold(50_000, 20, 20)
    _open_streams()
    try:
        code = _guarded(hoisted(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()  # its reader has left, as `head` does
        return 0
    except OSError as error:
        if not _is_of_output(error):
            raise
        _forget_output()
        return _tell(f"the output cannot be written ({error.strerror}): send it elsewhere", UsageError.exit_code)
    return code


def _open_streams() -> None:
    """Let every text be written; a stream that the caller closed leads nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _forget_output() -> None:
    """Drop what is not written yet: Python would complain at exit while flushing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), STDOUT)


def _is_of_output(error: OSError) -> bool:
    """Tell whether standard output could not be written; files name themselves in their errors."""
    return error.filename is None and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


GLOBAL_FLAGS = ("--quiet", "--verbose")
GLOBAL_OPTIONS = ("--config", "--store")


def hoisted(arguments: Sequence[str]) -> list[str]:
    """Move the global options to the front, so that they work after the command as well as before."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            return [*front, *rest, argument, *waiting]
        if argument in GLOBAL_FLAGS or argument.startswith(tuple(f"{option}=" for option in GLOBAL_OPTIONS)):
            front.append(argument)
        elif argument in GLOBAL_OPTIONS:
            front.extend([argument, *[value for value in [next(waiting, None)] if value is not None]])
        else:
            rest.append(argument)
    return [*front, *rest]


def _guarded(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        print(f"ainews {__version__}")  # noqa: T201
        return 0
    import typer

    try:
        return _invoke(arguments)
    except AinewsError as error:
        return _tell(str(error), error.exit_code)
    except typer.TyperException as error:
        return _tell(_usage(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _tell("interrupted", INTERRUPTED)
    except BrokenPipeError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and _is_of_output(error):
            raise
        expected = _expected(error)
        return _tell(str(expected), expected.exit_code) if expected else _apologize(error, arguments)


def _expected(error: BaseException) -> AinewsError | None:
    """Return the error of ours that work side by side has wrapped in a group, if there is one."""
    if isinstance(error, BaseExceptionGroup):
        return next(filter(None, map(_expected, error.exceptions)), None)
    return error if isinstance(error, AinewsError) else None


def _invoke(arguments: list[str]) -> int:
    """Run the command without typer's own `main`, whose ideas of errors and broken pipes are not ours."""
    import typer

    from ainews.cli.tree import root

    if "_AINEWS_COMPLETE" in os.environ:
        root().main(arguments, prog_name="ainews")
    try:
        with root().make_context("ainews", list(arguments)) as context:
            context.command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    return 0


def _tell(message: str, code: int) -> int:
    from ainews.cli.terminal import clean_lines

    sys.stdout.flush()
    print(f"ainews: {clean_lines(message)}", file=sys.stderr)  # noqa: T201
    return code


def _usage(error: TyperException) -> str:
    message = error.format_message().replace("\n\t", " ").rstrip(".")
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "ainews"
    joint = " See" if message.endswith("?") else ": see"
    return f"{message[:1].lower()}{message[1:]}{joint} `{path} --help`"


def _apologize(error: Exception, arguments: Sequence[str]) -> int:
    from ainews import logs
    from ainews.cli.session import log_file_of

    if "--verbose" in arguments:
        logs.print_traceback(error)
        return 1
    kept = logs.keep(error, log_file_of(arguments), f"ainews {' '.join(arguments)}")
    where = f"the details are in {kept}" if kept else "run it again with --verbose for the details"
    what = str(error).partition("\n")[0]
    return _tell(
        f"sorry, this is a fault of ainews itself ({type(error).__name__}: {what}): {where}; please report it", 1
    )

"""Sending a saved digest: each way once, whatever happens on the way."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ainews import formats
from ainews.app import Services, open_services
from ainews.config import SendSettings, Settings, StoreSettings
from ainews.errors import ConfigError, NotFound, SendError, SendUncertain
from ainews.model.digests import Channel, Digest
from ainews.pipeline.send import send
from ainews.store import Store
from tests.formats.builders import AT, digest
from tests.notify.servers import Listener


@dataclass
class Way:
    """A way that does as it is told, and counts."""

    channel: Channel = Channel.EMAIL
    to: str = "you"
    outcome: str | Exception | None = None
    got: list[Digest] = field(default_factory=list)

    def send(self, digest: Digest) -> str | None:
        self.got.append(digest)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.db") as opened:
        yield opened


@pytest.fixture
def saved(store: Store) -> Digest:
    return store.digests.save(digest(), (), made_at=AT)


def test_a_digest_leaves_once(store: Store, saved: Digest) -> None:
    way = Way()

    first, second = (send(store, saved, [way], lambda: AT)[0] for _ in range(2))

    assert (first.was_sent, first.error) == (True, None)
    assert (second.was_sent, second.error) == (False, None)
    assert len(way.got) == 1


def test_a_failure_stops_no_other_way_and_is_tried_again(store: Store, saved: Digest) -> None:
    broken, fine = Way(outcome=SendError("refused")), Way(Channel.FILE)

    sent = send(store, saved, [broken, fine], lambda: AT)
    assert [(each.was_sent, each.error) for each in sent] == [(False, "refused"), (True, None)]

    broken.outcome = None
    again = send(store, saved, [broken, fine], lambda: AT)
    assert [each.was_sent for each in again] == [True, False]
    assert (len(broken.got), len(fine.got)) == (2, 1)


def test_what_may_have_arrived_is_not_sent_again_unless_asked_for(store: Store, saved: Digest) -> None:
    way = Way(outcome=SendUncertain("no answer"))

    first, second = (send(store, saved, [way], lambda: AT)[0] for _ in range(2))
    assert first.error is not None
    assert "no answer; it is not sent again unless by `ainews digest --show 1 --send --resend`" in first.error
    assert second.error is not None
    assert "interrupted" in second.error
    assert len(way.got) == 1

    way.outcome = None
    assert send(store, saved, [way], lambda: AT, resend=True)[0].was_sent


def test_a_complaint_about_a_part_is_told_and_counts_as_sent(store: Store, saved: Digest) -> None:
    way = Way(outcome="one recipient was refused")

    first, second = (send(store, saved, [way], lambda: AT)[0] for _ in range(2))

    assert (first.was_sent, first.error) == (True, "one recipient was refused")
    assert (second.was_sent, second.error) == (False, None)


def test_a_digest_that_was_never_saved_does_not_leave(store: Store) -> None:
    with pytest.raises(NotFound):
        send(store, digest(id=0), [way := Way()], lambda: AT)

    assert not way.got


KILLED = """
import os, signal, sys
from pathlib import Path
from datetime import datetime, UTC
from ainews.store import Store
from ainews.pipeline.send import send
from ainews.model.digests import Channel

class Way:
    channel, to = Channel.EMAIL, "you"
    def send(self, digest):
        os.kill(os.getpid(), signal.SIGKILL)

with Store.open(Path(sys.argv[1])) as store:
    send(store, store.digests.get(1), [Way()], lambda: datetime.now(UTC))
"""


def test_killed_between_claim_and_end_it_is_not_sent_again_but_told(store: Store, saved: Digest) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, store.engine.address], check=False)
    assert killed.returncode == -signal.SIGKILL

    sent = send(store, saved, [way := Way()], lambda: AT)

    assert not way.got
    assert not sent[0].was_sent
    assert sent[0].error is not None
    assert "interrupted" in sent[0].error
    assert "--resend" in sent[0].error


RACING = """
import sys
from ainews.app import open_services
from ainews.config import Settings, StoreSettings, SendSettings

settings = Settings(store=StoreSettings(address=sys.argv[1]), send=SendSettings(webhook=sys.argv[2]))
with open_services(settings) as services:
    sys.stdin.readline()
    services.send_digest(services.saved_digest(1))
"""


def test_of_two_processes_one_sends(store: Store, saved: Digest) -> None:
    with Listener() as listener:
        command = [sys.executable, "-c", RACING, store.engine.address, listener.url()]
        racers = [subprocess.Popen(command, stdin=subprocess.PIPE) for _ in range(2)]
        for racer in racers:
            racer.communicate(b"\n")
        assert [racer.returncode for racer in racers] == [0, 0]

    assert len(listener.got) == 1
    assert listener.got[0].body.decode() == formats.render(saved, "json")


def services(tmp_path: Path, **settings: object) -> Settings:
    return Settings(store=StoreSettings(address=str(tmp_path / "news.db")), **settings)


def test_the_settings_say_where_it_goes(tmp_path: Path, store: Store, saved: Digest) -> None:
    chosen = SendSettings(file=str(tmp_path / "news.txt"), command="true")
    with open_services(services(tmp_path, send=chosen)) as opened:
        sent = Services.send_digest(opened, saved)

    assert [(each.channel, each.was_sent) for each in sent] == [(Channel.FILE, True), (Channel.COMMAND, True)]
    assert (tmp_path / "news.txt").read_text("utf-8") == formats.render(saved, "plain", zone=None)


def test_settings_that_say_nothing_are_named(tmp_path: Path, saved: Digest) -> None:
    with open_services(services(tmp_path)) as opened, pytest.raises(ConfigError, match=r"set email\.to, send\.webhook"):
        opened.send_digest(saved)

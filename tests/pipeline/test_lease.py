"""Who holds a lease, and whether they still live."""

from __future__ import annotations

import socket
import subprocess
import sys

from ainews.pipeline.lease import dead, own_name


def test_the_living_are_not_dead():
    assert dead([own_name()]) == []


def test_a_finished_process_of_this_host_is_dead():
    child = subprocess.run(
        [sys.executable, "-c", "from ainews.pipeline.lease import own_name; print(own_name())"],
        capture_output=True,
        text=True,
        check=True,
    )
    owner = child.stdout.strip()

    assert dead([owner]) == [owner]


def test_a_later_process_with_the_same_pid_is_another():
    host, pid, _ = own_name().split("/")

    assert dead([f"{host}/{pid}/1"]) == [f"{host}/{pid}/1"]


def test_other_hosts_and_strange_names_are_left_to_time_out():
    assert dead(["elsewhere/1/1", "", f"{socket.gethostname()}/x/y"]) == []

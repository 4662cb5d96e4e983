"""A feed may be a file on this machine."""

from __future__ import annotations

import os

import pytest

from ainews.config import FetchSettings
from ainews.fetch.files import path_of
from ainews.model import Changed, Failed, FailureKind, SourceKind, Unchanged
from tests.fetch.servers import PATIENT, fetch


def read(address, **how):
    return fetch(str(address), kind=SourceKind.FILE, **how)


@pytest.fixture
def feed(tmp_path):
    path = tmp_path / "my feed.xml"
    path.write_bytes(b"<rss/>")
    return path


def test_a_file_is_read_by_path_and_by_address(feed):
    by_path, by_address = read(feed), read(feed.as_uri())

    assert isinstance(by_path, Changed)
    assert isinstance(by_address, Changed)
    assert by_path.body == by_address.body == b"<rss/>"


def test_an_untouched_file_is_unchanged_without_reading(feed):
    first = read(feed)
    feed.chmod(0)

    assert isinstance(read(feed, validators=first.validators), Unchanged)


def test_a_file_touched_but_the_same_is_unchanged_under_new_validators(feed):
    first = read(feed)
    os.utime(feed, ns=(1, 1))

    again = read(feed, validators=first.validators)

    assert isinstance(again, Unchanged)
    assert again.validators.etag != first.validators.etag
    assert again.validators.body_hash == first.validators.body_hash


def test_a_changed_file_is_changed(feed):
    first = read(feed)
    feed.write_bytes(b"<rss>2</rss>")

    assert isinstance(read(feed, validators=first.validators), Changed)


def failure(address, **how):
    failed = read(address, **how)
    assert isinstance(failed, Failed)
    return failed.kind, failed.message


def test_a_missing_file_says_so(tmp_path):
    path = tmp_path / "none.xml"

    assert failure(path) == (FailureKind.FILE, f"{path} cannot be read: no such file or directory")


def test_a_directory_is_no_file(tmp_path):
    assert failure(tmp_path) == (FailureKind.FILE, f"{tmp_path} is not a file")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert failure(tmp_path / "pipe")[0] is FailureKind.FILE


@pytest.mark.parametrize("address", ["/dev/zero", "\0", "x" * 5000, "~nobody-of-that-name/feed.xml"])
def test_what_cannot_be_read_is_a_file_failure(address):
    assert failure(address)[0] is FailureKind.FILE


def test_a_file_over_the_cap_is_too_big(feed):
    feed.write_bytes(b"x" * 2000)

    assert failure(feed, settings=FetchSettings(max_body_bytes=1024))[0] is FailureKind.TOO_BIG
    assert isinstance(read(feed, settings=PATIENT), Changed)


@pytest.mark.parametrize(
    "address", ["file:///a%20b/c.xml", "file://localhost/a%20b/c.xml", "FILE:/a%20b/c.xml", "/a b/c.xml"]
)
def test_file_addresses_come_in_several_shapes(address):
    assert str(path_of(address)) == "/a b/c.xml"

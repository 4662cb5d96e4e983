"""The demo is the real pipeline from end to end: what it shows, and that nothing of it stays."""

from __future__ import annotations

import tempfile
import threading

import pytest

from ainews import demo
from ainews.model import FailureKind, SourceState

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """A demo, and what it left in the folder for temporary files."""
    folder = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        result = demo.run(limit=10)
    return result, list(folder.iterdir())


def test_the_first_poll_brings_the_news_and_the_second_what_is_new_since(shown):
    result, _ = shown

    assert result.first.items_new >= 80
    assert result.second.items_new >= 10
    assert result.second.items_changed >= 4
    assert result.second.unchanged >= 1


def test_the_feed_that_cannot_be_read_is_explained(shown):
    result, _ = shown

    [failure] = result.second.failures
    assert (failure.source.title, failure.kind) == ("Harbour Radio", FailureKind.NOT_A_FEED)
    assert failure.next_try is not None


def test_the_digest_tells_what_several_sources_told_once(shown):
    result, _ = shown
    digest = result.digest

    assert {"Northern Wire", "Veldmark Broadcasting"} <= {
        link.source.title for story in digest.stories for link in story.links if story.sources > 1
    }
    assert all(story.summary for story in digest.stories)
    assert len({link.item_id for story in digest.stories for link in story.links}) > len(digest.stories)


def test_the_newest_items_come_first(shown):
    result, _ = shown
    dates = [item.published_at for item in result.items]

    assert len(dates) == 10
    assert dates == sorted(dates, reverse=True)


def test_an_edited_item_keeps_its_earlier_text(shown):
    result, _ = shown
    [edit] = [edit for edit in result.edits if "three hurt" in edit.item.title]

    assert "two hurt" in edit.before.title
    assert "three weeks" in edit.html


def test_every_source_is_in_its_folder_with_its_health(shown):
    result, _ = shown

    states = {each.title: each.source.state for each in result.subscriptions}
    assert states.pop("Harbour Radio") is SourceState.FAILING
    assert set(states.values()) == {SourceState.OK}
    assert {each.folder for each in result.subscriptions} >= {"AI / Labs", "World / Other languages"}


def test_nothing_stays_behind(shown):
    _, left = shown

    assert left == []
    assert [thread.name for thread in threading.enumerate() if "serve_forever" in thread.name] == []

"""A digest leaves each way once, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from ainews.errors import NotFound
from ainews.model.digests import Channel, SendingState
from ainews.store import Store
from tests.store.builders import NOON
from tests.store.test_digests import digest_of

MAIL, HOOK = Channel.EMAIL, Channel.WEBHOOK
SENDING, SENT, FAILED = SendingState.SENDING, SendingState.SENT, SendingState.FAILED


def saved(store: Store, *story_ids: int, days: int = 0) -> int:
    at = NOON + timedelta(days=days)
    return store.digests.save(digest_of(*(story_ids or (1, 2)), at=at), (), made_at=at).id


def test_a_digest_is_claimed_once_for_each_way(store: Store) -> None:
    digest = saved(store)

    assert store.sendings.claim(digest, MAIL, NOON) is None
    assert store.sendings.claim(digest, MAIL, NOON) is SENDING
    assert store.sendings.claim(digest, HOOK, NOON) is None


def test_what_was_sent_is_not_claimed_again(store: Store) -> None:
    digest = saved(store)
    store.sendings.claim(digest, MAIL, NOON)
    store.sendings.settle(digest, MAIL, SENT)

    assert store.sendings.claim(digest, MAIL, NOON) is SENT
    assert store.digests.list()[0].sent == ("email",)


def test_what_failed_may_be_tried_again(store: Store) -> None:
    digest = saved(store)
    store.sendings.claim(digest, MAIL, NOON)
    store.sendings.settle(digest, MAIL, FAILED, "the server refused it")

    assert store.sendings.claim(digest, MAIL, NOON) is None
    assert store.sendings.claim(digest, MAIL, NOON) is SENDING


def test_another_digest_with_the_same_content_is_the_same_news(store: Store) -> None:
    first, second = saved(store, 1, 2), saved(store, 1, 2, days=1)
    store.sendings.claim(first, MAIL, NOON)
    store.sendings.settle(first, MAIL, SENT)

    assert second != first
    assert store.sendings.claim(second, MAIL, NOON) is SENT
    assert store.sendings.claim(saved(store, 1, 3, days=2), MAIL, NOON) is None


def test_a_sure_answer_comes_before_an_unsure_one(store: Store) -> None:
    first, second = saved(store, 1, 2), saved(store, 1, 2, days=1)
    store.sendings.claim(first, MAIL, NOON)
    store.sendings.claim(second, MAIL, NOON, resend=True)
    store.sendings.settle(second, MAIL, SENT)

    assert store.sendings.claim(first, MAIL, NOON) is SENT


def test_who_wants_it_again_gets_it_again(store: Store) -> None:
    digest = saved(store)
    store.sendings.claim(digest, MAIL, NOON)
    store.sendings.settle(digest, MAIL, SENT)

    assert store.sendings.claim(digest, MAIL, NOON, resend=True) is None
    assert store.sendings.claim(digest, MAIL, NOON) is SENDING


def test_a_digest_that_is_not_saved_cannot_be_claimed(store: Store) -> None:
    with pytest.raises(NotFound, match="no digest 99"):
        store.sendings.claim(99, MAIL, NOON)


@pytest.mark.parametrize("same_digest", [True, False], ids=["same-digest", "same-content"])
def test_of_many_that_claim_at_once_one_gets_it(address: str, same_digest: bool) -> None:
    with Store.open(address) as store:
        digests = [saved(store, 1, 2, days=0 if same_digest else day) for day in range(8)]
    together = Barrier(8)

    def claim(digest: int) -> SendingState | None:
        with Store.open(address) as own:
            together.wait()
            return own.sendings.claim(digest, MAIL, NOON)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(claim, digests))

    assert answers.count(None) == 1
    assert answers.count(SENDING) == 7

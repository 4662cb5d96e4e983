"""The starter packs are files that people edit: every one must stay sound."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import pytest

from ainews.errors import NotFound
from ainews.packs import DEFAULT_PACKS, pack_names, read_pack

PACKS = [read_pack(name) for name in pack_names()]
by_name = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)


def test_the_packs_by_subject():
    assert pack_names() == ["ai", "business", "german", "programming", "science", "security", "tech", "world"]
    assert set(DEFAULT_PACKS) <= set(pack_names())


@by_name
def test_a_pack_says_what_it_is_and_holds_ten_to_thirty_sources(pack):
    assert pack.title
    assert pack.about.endswith(".")
    assert 10 <= len(pack.sources) <= 30


@by_name
def test_every_source_has_a_sound_https_address_a_title_and_a_folder(pack):
    for source in pack.sources:
        address = urlsplit(source.url)
        assert address.scheme == "https", source
        assert "." in (address.hostname or ""), source
        assert source.title == source.title.strip() != "", source
        assert all(part == part.strip() != "" for part in source.folder.split(" / ")), source


def test_no_address_and_no_title_is_in_two_packs():
    sources = [source for pack in PACKS for source in pack.sources]

    assert [url for url, count in Counter(source.url for source in sources).items() if count > 1] == []
    assert [title for title, count in Counter(source.title for source in sources).items() if count > 1] == []


def test_laboratories_come_first_in_the_ai_pack():
    assert read_pack("ai").sources[0].folder == "AI / Labs"


def test_an_unknown_pack_is_refused_with_those_there_are():
    with pytest.raises(NotFound, match="no starter pack 'sport': there are ai, business"):
        read_pack("sport")

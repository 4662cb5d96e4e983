from ainews.text.fusion import chunks, fuse


def test_a_short_text_is_one_chunk_and_an_empty_one_too():
    assert chunks("a b c") == ["a b c"]
    assert chunks("") == [""]


def test_chunks_overlap_and_cover_all_words():
    text = " ".join(map(str, range(200)))

    found = chunks(text)

    assert [piece.split()[0] for piece in found] == ["0", "75", "150"]
    assert found[-1].split()[-1] == "199"


def test_both_lists_count_and_words_count_more():
    found = fuse({"a": 9.0, "b": 1.0, "c": 0.5}, {"b": 0.9, "a": 0.8, "d": 0.1})

    assert next(iter(found)) == "a"
    assert set(found) == {"a", "b", "c", "d"}


def test_one_list_alone_keeps_its_order():
    assert list(fuse({}, {"x": 0.2, "y": 0.4})) == ["y", "x"]
    assert list(fuse({"x": 2.0, "y": 4.0}, {})) == ["y", "x"]


def test_what_holds_no_word_has_no_score_by_words():
    by_text = {f"t{n}": 10.0 - n / 10 for n in range(20)}

    found = fuse(by_text, {"other": 0.9} | dict.fromkeys(by_text, 0.1))

    assert list(found)[-1] == "other"


def test_nearness_is_counted_beyond_the_nearest_where_it_is_known():
    far = {f"v{n}": 0.5 + n / 1000 for n in range(300)}

    found = fuse({"known": 1.0, "unknown": 1.0}, far | {"known": -0.2})

    assert found["known"] < found["unknown"]


def test_no_lists_give_no_ranking():
    assert fuse({}, {}) == {}

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ainews.stories.signature import packed, signature, unpacked


@given(st.text(max_size=60), st.text(max_size=200))
def test_a_signature_comes_back_as_it_was_packed(title, text):
    vector = np.ones(2, np.float32)
    read = signature(7, title, text, at_h=5.0, source_id=3, url_key=9, vector=vector)

    assert unpacked(packed(read), 7, at_h=5.0, source_id=3, url_key=9, vector=vector) == read


@pytest.mark.parametrize("content", [None, b"", b"\x93", b"garbage", b"\x97\x01\xc0\xc0\xc0\xc0\xc0\xc0"])
def test_what_cannot_be_read_back_is_read_from_the_text_again(content):
    assert unpacked(content, 7, at_h=5.0) is None

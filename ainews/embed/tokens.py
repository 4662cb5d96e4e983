"""Splits texts as all-MiniLM-L6-v2 was taught to; no vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ainews.embed import weights
from ainews.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MOST_TOKENS = 128
_LONGEST_TEXT = 2000
"""Characters; 128 tokens never need more, and a text may be a book."""


def tokenizer(most: int = MOST_TOKENS) -> Tokenizer:
    """Return BERT's uncased WordPiece tokenizer, cutting at so many tokens."""
    try:
        from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    except (ImportError, OSError) as error:
        raise ModelError(
            f"tokenizers cannot be loaded ({error}): run `pip install --force-reinstall tokenizers`"
        ) from error

    pieces = weights.word_pieces()
    made = Tokenizer(models.WordPiece(pieces, unk_token="[UNK]", max_input_chars_per_word=100))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.BertProcessing(("[SEP]", pieces["[SEP]"]), ("[CLS]", pieces["[CLS]"]))
    made.enable_truncation(most)
    return made


def fit(text: str) -> str:
    """Return as much of a text as can matter, capitals that shout lowered by the tokenizer itself."""
    return text[:_LONGEST_TEXT]

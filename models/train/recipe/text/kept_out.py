"""Long sentences of the calls that the model is measured on. They must not be trained on; here they are known by fingerprint."""

from __future__ import annotations

import functools
import hashlib
import re

from ..folders import RECIPE

LONG = 7
"""Words from which on a sentence counts as somebody's own."""
FINGERPRINTS = RECIPE / "grammar" / "kept-out.txt"


def long_sentences(text: str) -> list[str]:
    """The sentences of a text that are long enough to be told apart, lower case, without punctuation."""
    parts = (re.sub(r"[^a-ząćęłńóśźż0-9 ]", " ", part.lower()).split() for part in re.split(r"[.?!]+", text))
    return [" ".join(words) for words in parts if len(words) >= LONG]


def fingerprint(sentence: str) -> str:
    return hashlib.sha256(sentence.encode()).hexdigest()[:16]


@functools.cache
def fingerprints() -> frozenset[str]:
    """All that must be kept out."""
    return frozenset(FINGERPRINTS.read_text(encoding="utf-8").split())


def is_kept_out(text: str) -> bool:
    """Whether a text has such a sentence in it."""
    return any(fingerprint(sentence) in fingerprints() for sentence in long_sentences(text))

"""The written utterances of texts/: one a line, some with slots."""

from __future__ import annotations

import random
import re
from pathlib import Path

from ..folders import RECIPE
from .grammar import tidy
from .slots import Slots
from .vocabulary import Vocabulary

SPELLABLE = re.compile(r"^[A-Za-zĄĆĘŁŃÓŚŹŻąćęłńóśźż ,.?!]+$")
TEXTS = RECIPE / "texts"


def written(vocabulary: Vocabulary, folder: Path = TEXTS, variants: int = 3, seed: int = 3) -> list[str]:
    """All utterances, slots filled. A line with slots gives `variants` of them, one that cannot be spelled none."""
    slots = Slots(random.Random(seed))
    found: dict[str, None] = {}
    for line in lines(folder):
        for _ in range(variants if "{" in line else 1):
            try:
                text = tidy(slots.fill(line).replace("-", " "))
                vocabulary.encode(text)
            except (KeyError, ValueError):
                continue
            if SPELLABLE.match(text):
                found[text] = None
    return list(found)


def lines(folder: Path = TEXTS) -> list[str]:
    """The lines as they are written; `#` begins a comment."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        stripped = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
        found += [line for line in stripped if line and not line.startswith("#")]
    return found

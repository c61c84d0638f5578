"""Sentences by the patterns of grammar/sentences.txt: (a|b) a choice, [x] may be left out, {slot} filled."""

from __future__ import annotations

import random
import re

from ..folders import RECIPE
from .lists import sections
from .slots import Slots

INNERMOST = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")
LONGEST = 150


def tidy(text: str) -> str:
    """Single spaces, none before a comma or a stop, a capital at the beginning of each sentence."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([,.?!])", r"\1", text)
    text = re.sub(r",+([.?!]|,)", r"\1", text)
    text = text[:1].upper() + text[1:]
    return re.sub(r"([.?!] )(\w)", lambda match: match.group(1) + match.group(2).upper(), text)


def sentences(count: int, seed: int) -> list[str]:
    """So many different sentences; one in eight is two of them."""
    draw = random.Random(seed)
    slots = Slots(draw)
    patterns = sections(RECIPE / "grammar" / "sentences.txt")
    kinds = list(patterns)
    weights = [len(patterns[kind]) ** 0.6 for kind in kinds]
    found: dict[str, None] = {}

    def one() -> str:
        kind = draw.choices(kinds, weights)[0]
        return tidy(slots.fill(_choose(draw.choice(patterns[kind]), draw)))

    for _ in range(60 * count):
        sentence = one()
        if draw.random() < 0.12:
            sentence = f"{sentence} {one()}"
        if 4 <= len(sentence) <= LONGEST:
            found[sentence] = None
        if len(found) == count:
            break
    return list(found)


def _choose(pattern: str, draw: random.Random) -> str:
    while match := INNERMOST.search(pattern):
        choice, optional = match.groups()
        if choice is not None:
            chosen = draw.choice(choice.split("|"))
        else:
            chosen = draw.choice(optional.split("|")) if draw.random() < 0.5 else ""
        pattern = pattern[: match.start()] + chosen + pattern[match.end() :]
    return pattern

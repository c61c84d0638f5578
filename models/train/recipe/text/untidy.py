"""Untidy talk out of tidy: fillers, words said twice, false starts, an end that never comes."""

from __future__ import annotations

import random

FILLERS = (
    "eee",
    "yyy",
    "no",
    "znaczy",
    "tego",
    "wie pani",
    "wie pan",
    "proszę pana",
    "proszę pani",
    "hm",
    "no więc",
    "jakby",
    "że tak powiem",
)
SHORTEST_START = 5
"""Letters from which on a word can be begun twice."""


def untidy(text: str, draw: random.Random) -> str:
    """The same with one to three slips."""
    words = text.split()
    for _ in range(draw.choice((1, 1, 2, 3))):
        if len(words) < 3:
            break
        slip = draw.choice((_fill, _fill, _repeat, _start, _leave_off))
        words = slip(words, draw)
    return _ended(" ".join(words))


def _fill(words: list[str], draw: random.Random) -> list[str]:
    at = draw.randrange(1, len(words))
    before = words[at - 1]
    filled = before if before.endswith((",", ".", "?", "!")) else before + ","
    return [*words[: at - 1], filled, draw.choice(FILLERS) + ",", *words[at:]]


def _repeat(words: list[str], draw: random.Random) -> list[str]:
    """One or two words, said again."""
    at = draw.randrange(len(words) - 1)
    count = draw.choice((1, 1, 2))
    again = [_inside(word) for word in words[at : at + count]]
    again[-1] += draw.choice((",", ""))
    return [*words[:at], *again, *_lower_if_first(words, at), *words[at + 1 :]]


def _start(words: list[str], draw: random.Random) -> list[str]:
    """A long word begun, and begun again."""
    long = [i for i, word in enumerate(words) if len(_bare(word)) >= SHORTEST_START]
    if not long:
        return words
    at = draw.choice(long)
    start = _bare(words[at])[: draw.randint(2, 4)]
    return [*words[:at], start + ",", *_lower_if_first(words, at), *words[at + 1 :]]


def _leave_off(words: list[str], draw: random.Random) -> list[str]:
    """Never finished."""
    keep = draw.randrange(max(2, len(words) // 2), len(words))
    return words[:keep]


def _lower_if_first(words: list[str], at: int) -> list[str]:
    """The word itself, without the capital of a sentence's beginning where something now stands before it."""
    word = words[at]
    return [word[:1].lower() + word[1:] if at == 0 else word]


def _inside(word: str) -> str:
    return _bare(word) or word


def _bare(word: str) -> str:
    return word.strip(",.?!")


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else text.rstrip(",") + "."

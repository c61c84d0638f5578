"""Word and character error rates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


def words(text: str) -> list[str]:
    """Lower case, without punctuation."""
    return re.sub(r"[^a-ząćęłńóśźż0-9 ]", " ", text.lower().replace("-", " ")).split()


def distance(true: list[str] | str, said: list[str] | str) -> int:
    """Levenshtein's: how many insertions, deletions and substitutions lie between."""
    row = list(range(len(said) + 1))
    for i, wanted in enumerate(true, 1):
        following = [i]
        for j, got in enumerate(said, 1):
            following.append(min(row[j] + 1, following[-1] + 1, row[j - 1] + (wanted != got)))
        row = following
    return row[-1]


@dataclass
class Score:
    """Errors over many utterances. Rates are percent of the true words or letters."""

    word_errors: int = 0
    words: int = 0
    letter_errors: int = 0
    letters: int = 0
    utterances: int = 0
    shown: list[tuple[str, str]] = field(default_factory=list)

    def add(self, true: str, said: str) -> None:
        wanted, got = words(true), words(said)
        self.word_errors += distance(wanted, got)
        self.words += len(wanted)
        self.letter_errors += distance(" ".join(wanted), " ".join(got))
        self.letters += len(" ".join(wanted))
        self.utterances += 1
        self.shown.append((true, said.strip()))

    @property
    def word_rate(self) -> float:
        return 100 * self.word_errors / max(1, self.words)

    @property
    def letter_rate(self) -> float:
        return 100 * self.letter_errors / max(1, self.letters)

"""The part of Whisper's multilingual vocabulary that the model uses: about 1 000 text tokens, some special ones, times.

The network knows tokens by compact numbers; the ggml file has Whisper's own. Words are split into pieces by the
likeliest path of a unigram model (vocabulary.json: piece -> [Whisper's number, log-probability]).
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

from ..folders import RECIPE

WORDS = re.compile(r" ?[A-Za-zĄĆĘŁŃÓŚŹŻąćęłńóśźż]+| ?[^A-Za-zĄĆĘŁŃÓŚŹŻąćęłńóśźż ]")
PROMPT_WORDS = re.compile(rb" ?[A-Za-z]+| ?[0-9]+| ?[^\sA-Za-z0-9]+|\s+")
"""What whisper.cpp splits a text's bytes into before it looks for tokens (its `tokenize`): letters are ASCII's alone."""
TWO_BYTE_CAPITALS = "ŁĄŚŻĆŃŹĘÓ"
LONGEST_PIECE = 9
WHISPER_TOKENS = 51865
LANGUAGES = 99
POLISH = 10
SPECIAL = ("eot", "sot", "pl", "transcribe", "prev", "nosp", "notime", "unk")
LAST_TIME = 625
"""The last timestamp in use, in steps of 20 ms: 12.5 s."""
LETTERS = " aąbcćdeęfghijklłmnńoóprsśtuwyzźż"


def whisper_bytes(path: Path) -> dict[bytes, int]:
    """The byte strings of `multilingual.tiktoken` with their numbers."""
    found = {}
    for line in path.read_bytes().splitlines():
        if line:
            token, rank = line.split()
            found[base64.b64decode(token)] = int(rank)
    return found


def whisper_special() -> dict[str, int]:
    """Whisper's numbers of the special tokens in a vocabulary of 51 865."""
    sot = 50258
    task = sot + LANGUAGES
    names = ("translate", "transcribe", "solm", "prev", "nosp", "notime", "times")
    return {"eot": 50257, "sot": sot, "pl": sot + 1 + POLISH} | {name: task + 1 + i for i, name in enumerate(names)}


class Vocabulary:
    """Text to compact token numbers and back."""

    def __init__(self, tiktoken: Path, pieces: Path = RECIPE / "vocabulary.json") -> None:
        self.whisper = whisper_bytes(tiktoken)
        table = json.loads(pieces.read_text(encoding="utf-8"))
        self.log_probability = {piece: entry[1] for piece, entry in table.items()}
        self.whisper_ids = {piece: [entry[0]] for piece, entry in table.items()}
        self._add_capitals()
        self.text_ids = sorted({token for tokens in self.whisper_ids.values() for token in tokens})
        self.compact = {token: i for i, token in enumerate(self.text_ids)}
        self.text_size = len(self.text_ids)
        self.special = {name: self.text_size + i for i, name in enumerate(SPECIAL)}
        self.first_time = self.text_size + len(SPECIAL)
        self.size = self.first_time + LAST_TIME + 1
        self.bytes_of = {rank: token for token, rank in self.whisper.items()}
        self._cache: dict[str, list[int]] = {}

    def encode(self, text: str) -> tuple[list[int], list[int]]:
        """Compact tokens, and for each the position in the text of the word that it belongs to.

        Raises ValueError where a character has no piece.
        """
        tokens, positions, position = [], [], 0
        for word in WORDS.findall(" " + text):
            pieces = self._word(word)
            tokens += pieces
            positions += [position] * len(pieces)
            position += len(word)
        return tokens, positions

    def encode_prompt(self, text: str) -> list[int]:
        """Compact tokens as whisper.cpp splits a prompt: by the longest of all of Whisper's tokens, `unk` for those not in use.

        Other programs prompt with text, which whisper.cpp splits in its own way: one token in six is then not in use.
        """
        tokens = []
        for rest in PROMPT_WORDS.findall(b" " + text.encode()):
            while rest:
                end = next(end for end in range(len(rest), 0, -1) if rest[:end] in self.whisper)
                tokens.append(self.compact.get(self.whisper[rest[:end]], self.special["unk"]))
                rest = rest[end:]
        return tokens

    def decode(self, tokens: list[int]) -> str:
        """The text of compact tokens; special ones and times are left out."""
        parts = (self.bytes_of[self.text_ids[token]] for token in tokens if token < self.text_size)
        return b"".join(parts).decode("utf8", "replace")

    def time(self, step: int) -> int:
        """The compact token of a time in steps of 20 ms."""
        return self.first_time + max(0, min(LAST_TIME, step))

    def whisper_rows(self) -> dict[int, int]:
        """Compact number -> Whisper's, for all but `unk`."""
        rows = {compact: token for token, compact in self.compact.items()}
        special = whisper_special()
        rows |= {compact: special[name] for name, compact in self.special.items() if name != "unk"}
        rows |= {self.first_time + step: special["times"] + step for step in range(LAST_TIME + 1)}
        return rows

    def blank_row(self) -> int:
        """Whisper's number of a token of spaces alone, by which the model answers silence."""
        return self.whisper.get(b"  ", self.whisper[b"\n"])

    def _add_capitals(self) -> None:
        """Polish capitals are two byte tokens each in Whisper's vocabulary."""
        for capital in TWO_BYTE_CAPITALS:
            if capital in self.whisper_ids:
                continue
            first, second = (bytes([byte]) for byte in capital.encode())
            self.whisper_ids[capital] = [self.whisper[first], self.whisper[second]]
            self.log_probability[capital] = -9.0
            spaced = " " + capital
            if spaced not in self.whisper_ids:
                together = self.whisper.get(b" " + first)
                head = [together] if together is not None else [self.whisper[b" "], self.whisper[first]]
                self.whisper_ids[spaced] = [*head, self.whisper[second]]
                self.log_probability[spaced] = -9.0

    def _word(self, word: str) -> list[int]:
        if word not in self._cache:
            pieces = likeliest_pieces(word, self.log_probability)
            if pieces is None:
                raise ValueError(f"no pieces spell {word!r}")
            self._cache[word] = [self.compact[token] for piece in pieces for token in self.whisper_ids[piece]]
        return self._cache[word]


def likeliest_pieces(word: str, log_probability: dict[str, float]) -> list[str] | None:
    """The split of a word with the highest sum of log-probabilities (Viterbi), if there is one."""
    best: list[float | None] = [0.0] + [None] * len(word)
    came_from = [0] * (len(word) + 1)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - LONGEST_PIECE), end):
            piece = log_probability.get(word[start:end])
            before = best[start]
            if piece is None or before is None:
                continue
            here = best[end]
            if here is None or before + piece > here:
                best[end] = before + piece
                came_from[end] = start
    if best[len(word)] is None:
        return None
    pieces, end = [], len(word)
    while end:
        pieces.append(word[came_from[end] : end])
        end = came_from[end]
    return pieces[::-1]


def letter_numbers(text: str) -> list[int]:
    """The letters of a text for the letter head (CTC): 1 is a space, 0 is kept for the blank."""
    bare = re.sub(r"[^a-ząćęłńóśźż]+", " ", text.lower()).strip()
    return [LETTERS.index(letter) + 1 for letter in bare if letter in LETTERS]

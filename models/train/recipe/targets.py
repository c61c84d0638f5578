"""What the network is to answer: tokens, where each word lies, the phone of each position, the letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from .text.vocabulary import Vocabulary, letter_numbers

IGNORED = -100
POSITION_MS = 20
GUESSED_MARGIN, KNOWN_MARGIN = 14, 5
"""Positions by which a word's window is widened where its times are guessed, and where they are known."""
LONGEST_PROMPT = 60
NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]+(?: [A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]+)*")


@dataclass
class Utterance:
    """What is said in a clip, several joined ones too. Times are milliseconds of the clean sound."""

    text: str
    length_ms: float
    words: list[tuple[int, float, float, int]]
    """Position in the text, beginning, end, and the margin of its window in positions."""
    phones: list[tuple[str, float]]
    """Each phone with its beginning; empty where they are not known."""


@dataclass
class Target:
    """One clip's targets. `inputs[i]` should be answered by `outputs[i]` (IGNORED: not asked)."""

    inputs: list[int]
    outputs: list[int]
    windows: list[tuple[int, int]]
    """For each input the encoder's positions, first and last, of the word that it should answer; (-1, -1): none."""
    phones: np.ndarray
    letters: list[int]


@dataclass
class Style:
    """How an answer is asked for."""

    timestamps: bool = False
    prompt: list[int] | None = None
    token_noise: float = 0.0


class Targets:
    """Makes targets with one vocabulary and one list of phones."""

    def __init__(self, vocabulary: Vocabulary, phone_numbers: dict[str, int]) -> None:
        self.vocabulary = vocabulary
        self.phone_numbers = phone_numbers

    def speech(
        self, said: Utterance, lead: float, tempo: float, positions: int, style: Style, draw: np.random.Generator
    ) -> Target:
        """For speech that begins after `lead` frames, `tempo` times faster, in an input of so many positions."""
        special, place = self.vocabulary.special, Place(lead, tempo)
        tokens, at = self.vocabulary.encode(said.text)
        head = [special["sot"], special["pl"], special["transcribe"]]
        if style.timestamps:
            head.append(self.vocabulary.time(place.position(0)))
            tail = [self.vocabulary.time(place.position(said.length_ms)), special["eot"]]
        else:
            head.append(special["notime"])
            tail = [special["eot"]]
        prompt = style.prompt or []
        sequence = [*prompt, *head, *tokens, *tail]
        asked_from = len(prompt) + len(head) - 1
        outputs = [IGNORED] * asked_from + sequence[asked_from + 1 :]
        outputs[len(prompt)] = special["pl"]
        if style.timestamps:
            outputs[asked_from - 1] = head[-1]
        inputs = sequence[:-1]
        for i in range(asked_from + 1, len(inputs)):
            if draw.random() < style.token_noise:
                inputs[i] = int(draw.integers(self.vocabulary.text_size))
        windows = [(-1, -1)] * len(inputs)
        for i, window in enumerate(self._windows(said, at, place)):
            windows[asked_from + i] = window
        return Target(inputs, outputs, windows, self._phones(said, place, positions), letter_numbers(said.text))

    def silence(self, positions: int, draw: np.random.Generator) -> Target:
        """For sound without speech: no-speech, and an end whatever came before."""
        special = self.vocabulary.special
        first = special["nosp"] if draw.random() < 0.6 else int(draw.integers(self.vocabulary.text_size))
        inputs = [special["sot"], special["pl"], special["transcribe"], special["notime"], first]
        outputs = [special["nosp"], IGNORED, IGNORED, special["nosp"], special["eot"]]
        return Target(inputs, outputs, [(-1, -1)] * len(inputs), np.zeros(positions, np.int64), [])

    def prompt(self, said: str, others: list[str], draw: np.random.Generator) -> list[int]:
        """A prompt: names of this utterance (most of them) among names of others, or, one time in three, an earlier text."""
        if draw.random() < 0.33 and others:
            words = others[0]
        else:
            names = [name for name in NAME.findall(said) if draw.random() < 0.8]
            names += [name for other in others for name in NAME.findall(other)[:2]]
            draw.shuffle(names)
            words = ", ".join(dict.fromkeys(names))
        if not words:
            return []
        return [self.vocabulary.special["prev"], *self.vocabulary.encode_prompt(words)[-LONGEST_PROMPT:]]

    def _windows(self, said: Utterance, at: list[int], place: Place) -> list[tuple[int, int]]:
        """For each token the positions of its word."""
        found, word = [], 0
        for position in at:
            while word + 1 < len(said.words) and said.words[word + 1][0] <= position:
                word += 1
            if not said.words:
                found.append((-1, -1))
                continue
            _, begins, ends, margin = said.words[word]
            found.append((place.position(begins) - margin, place.position(ends) + margin))
        return found

    def _phones(self, said: Utterance, place: Place, positions: int) -> np.ndarray:
        """The phone at each position; IGNORED throughout where they are not known."""
        if not said.phones:
            return np.full(positions, IGNORED, np.int64)
        found = np.zeros(positions, np.int64)
        ends = [begins for _, begins in said.phones[1:]] + [said.length_ms]
        for (phone, begins), end in zip(said.phones, ends, strict=True):
            found[place.position(begins) : place.position(end)] = self.phone_numbers.get(phone, 0)
        return found


@dataclass
class Place:
    """Where the clean sound's time lies in the finished input."""

    lead: float
    tempo: float

    def position(self, ms: float) -> int:
        return int(round(self.lead / 2 + ms / POSITION_MS / self.tempo))

"""All clips there are to train on, found as their shards appear, and how they are joined and cut off."""

from __future__ import annotations

import collections
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .folders import Work
from .sound import shards
from .sound.features import BANDS, RATE_HZ, Features
from .sound.shards import Clip
from .targets import GUESSED_MARGIN, KNOWN_MARGIN, Utterance

FRAME_MS = 10
NATURAL = ("rh_", "rv_", "co_rh_", "co_rv_")
PAUSE_FRAMES = (3, 60)
MOST_JOINED = 4
SHORTEST_CUT_MS = 240
"""Shorter words are not cut: their times may be wrong by 50 ms."""


@dataclass(frozen=True)
class Key:
    """A clip: its shard's number and its own in it."""

    shard: int
    clip: int


@dataclass
class Take:
    """Sound for one row of a batch: frame numbers of the library's mels (-1 for a pause), and what is said in it."""

    frames: np.ndarray
    said: Utterance


class Library:
    """Clips by kind and by voice. `mels` are the shards' log mels; frame numbers count through all of them."""

    def __init__(self, work: Work, features: Features) -> None:
        self.work, self.features = work, features
        self.paths: list[Path] = []
        self.clips: list[list[Clip]] = []
        self.mels: list[np.ndarray] = []
        self.begins: list[int] = []
        self.first_frames: list[np.ndarray] = []
        self.natural: list[Key] = []
        self.plain: list[Key] = []
        self.silent: list[Key] = []
        self.by_voice: dict[str, list[Key]] = collections.defaultdict(list)

    def scan(self) -> int:
        """Takes in the shards that are new since the last time; returns the number of clips."""
        for path in shards.names(self.work.speech):
            if path in self.paths:
                continue
            clips = shards.read(path)
            begin = self.begins[-1] + len(self.mels[-1]) if self.mels else 0
            self.begins.append(begin)
            self.mels.append(shards.log_mels(path, clips, self.features))
            self.first_frames.append(shards.first_frames(clips) + begin)
            self.paths.append(path)
            self.clips.append(clips)
            self._sort_in(len(self.paths) - 1)
        if not self.plain and not self.natural:
            raise SystemExit(
                f"there is no speech in {self.work.speech}: run `train --work {self.work.folder} prepare` first"
            )
        return len(self.plain) + len(self.natural)

    def clip(self, key: Key) -> Clip:
        return self.clips[key.shard][key.clip]

    def pick(self, draw: np.random.Generator, natural_share: float) -> Key:
        """A clip with speech."""
        wanted = self.natural if draw.random() < natural_share else self.plain
        pool = wanted or self.plain or self.natural
        return pool[draw.integers(len(pool))]

    def pick_silent(self, draw: np.random.Generator) -> Key | None:
        return self.silent[draw.integers(len(self.silent))] if self.silent else None

    def join(
        self, first: Key, draw: np.random.Generator, chance: float, longest_s: float
    ) -> tuple[list[Key], list[int]]:
        """A clip and perhaps more of the same voice, with the pauses (frames) between."""
        keys, pauses = [first], []
        seconds = self.clip(first).seconds
        same = self.by_voice[_speaker(self.clip(first))]
        while len(keys) < MOST_JOINED and draw.random() < chance:
            key, pause = same[draw.integers(len(same))], int(draw.integers(*PAUSE_FRAMES))
            seconds += self.clip(key).seconds + pause / 100
            if seconds > longest_s:
                break
            keys.append(key)
            pauses.append(pause)
        return keys, pauses

    def take(self, keys: list[Key], pauses: list[int]) -> Take:
        """The frames and the words of clips on end."""
        parts = [self._frames(keys[0])]
        said = utterance(self.clip(keys[0]))
        for key, pause in zip(keys[1:], pauses, strict=True):
            parts.append(np.full(pause, -1, np.int32))
            offset_ms = sum(len(part) for part in parts) * FRAME_MS
            said = together(said, utterance(self.clip(key)), offset_ms)
            parts.append(self._frames(key))
        return Take(np.concatenate(parts), said)

    def gather(self, frames: np.ndarray) -> np.ndarray:
        """Log mels (frames, 80), float32, of one take; for rendering on a processor."""
        mel = np.full((len(frames), BANDS), shards.LOG_FLOOR, np.float32)
        shard_of = np.searchsorted(self.begins, frames, side="right") - 1
        for shard in np.unique(shard_of[frames >= 0]):
            inside = (shard_of == shard) & (frames >= 0)
            mel[inside] = self.mels[shard][frames[inside] - self.begins[shard]]
        return mel

    def _frames(self, key: Key) -> np.ndarray:
        first = self.first_frames[key.shard][key.clip]
        return np.arange(first, first + self.clip(key).frames, dtype=np.int32)

    def _sort_in(self, shard: int) -> None:
        natural = self.paths[shard].name.startswith(NATURAL)
        for number, clip in enumerate(self.clips[shard]):
            if clip.seconds < 0.25:
                continue
            key = Key(shard, number)
            if not clip.text:
                self.silent.append(key)
                continue
            (self.natural if natural else self.plain).append(key)
            self.by_voice[_speaker(clip)].append(key)


def utterance(clip: Clip) -> Utterance:
    """What is said in a clip; words without times get them in proportion to their letters."""
    length_ms = clip.samples / RATE_HZ * 1000
    if clip.words:
        # A last word can be too quiet to be kept, and begin after the end.
        begins = [min(float(begin), length_ms) for _, begin in clip.words]
        words = [
            (position, begin, end, KNOWN_MARGIN)
            for (position, _), begin, end in zip(clip.words, begins, [*begins[1:], length_ms], strict=True)
        ]
    else:
        per_letter = length_ms / (len(clip.text) + 2)
        begins = [0] + [i + 1 for i, letter in enumerate(clip.text) if letter == " "]
        ends = [*begins[1:], len(clip.text)]
        words = [
            (begin, per_letter * (begin + 0.5), per_letter * (end + 0.5), GUESSED_MARGIN)
            for begin, end in zip(begins, ends, strict=True)
        ]
    return Utterance(clip.text, length_ms, words, [(phone, float(at)) for phone, at in clip.phones])


def together(first: Utterance, second: Utterance, offset_ms: float) -> Utterance:
    """Two utterances, the second beginning at `offset_ms`."""
    shift = len(first.text) + 1
    words = [
        (position + shift, begins + offset_ms, ends + offset_ms, margin)
        for position, begins, ends, margin in second.words
    ]
    phones = []
    if first.phones and second.phones:
        phones = [*first.phones, ("_", first.length_ms), *((phone, at + offset_ms) for phone, at in second.phones)]
    return Utterance(f"{first.text} {second.text}", offset_ms + second.length_ms, first.words + words, phones)


def cut_off(take: Take, draw: np.random.Generator) -> Take:
    """The take without its end or its beginning, cut in the middle of a word, which is then not written.

    Only where the words' times are known; else it comes back as it is.
    """
    words = take.said.words
    if len(words) < 3 or any(margin != KNOWN_MARGIN for *_, margin in words):
        return take
    cut = int(draw.integers(1, len(words) - 1))
    _, begins, ends, _ = words[cut]
    if ends - begins < SHORTEST_CUT_MS:
        return take
    at_ms = begins + draw.uniform(0.2, 0.7) * (ends - begins)
    at_frame = int(at_ms / FRAME_MS)
    if at_frame >= len(take.frames) - 20 or at_frame < 20:
        return take
    if draw.random() < 0.6:
        text = take.said.text[: words[cut][0]].rstrip(" ,")
        phones = [(phone, at) for phone, at in take.said.phones if at < at_ms]
        return Take(take.frames[:at_frame], Utterance(text, at_ms, words[:cut], phones))
    shift = words[cut + 1][0]
    text = take.said.text[shift:]
    kept = [(position - shift, start - at_ms, end - at_ms, margin) for position, start, end, margin in words[cut + 1 :]]
    phones = [(phone, max(0.0, at - at_ms)) for phone, at in take.said.phones if at >= at_ms]
    return Take(take.frames[at_frame:], Utterance(text, take.said.length_ms - at_ms, kept, phones))


def _speaker(clip: Clip) -> str:
    return clip.voice.split("@")[0]

"""Shards: clips of speech on end in one file, their texts beside it, and their log mels computed once.

NAME.pcm    16 kHz, signed 16 bits      NAME.clips   a JSON line for each clip      NAME.mel   float16 (frames, 80)
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch

from .features import BANDS, FRAMES_PER_SECOND, HOP, RATE_HZ, Features

LOG_FLOOR = -8.0
"""Of a cached log mel, relative to a clip of root mean square 1; pauses between joined clips have it too."""


@dataclass
class Clip:
    """One utterance of a shard. Times are milliseconds from its beginning; an empty text is sound without speech."""

    first: int
    samples: int
    text: str
    voice: str
    phones: list[tuple[str, int]] = field(default_factory=list)
    words: list[tuple[int, int]] = field(default_factory=list)
    """Position in the text, and beginning, of each word; empty where they are not known."""

    @property
    def seconds(self) -> float:
        return self.samples / RATE_HZ

    @property
    def frames(self) -> int:
        return (self.samples + HOP) // HOP


def write(path: Path, clips: Iterable[tuple[np.ndarray, Clip]]) -> list[Clip]:
    """Writes a shard at `path` (without ending) of pairs of samples (int16) and descriptions; whole or not at all."""
    written, first = [], 0
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as sound:
        for samples, clip in clips:
            sound.write(samples.astype("<i2").tobytes())
            clip.first, clip.samples = first, len(samples)
            first += len(samples)
            written.append(clip)
    lines = (json.dumps(asdict(clip), ensure_ascii=False) for clip in written)
    os.replace(partial, path.with_name(path.name + ".pcm"))
    partial.write_text("\n".join(lines) + "\n", encoding="utf-8")
    os.replace(partial, path.with_name(path.name + ".clips"))
    return written


def read(path: Path) -> list[Clip]:
    """The descriptions of a shard."""
    with path.with_name(path.name + ".clips").open(encoding="utf-8") as lines:
        return [Clip(**json.loads(line)) for line in lines if line.strip()]


def names(folder: Path) -> list[Path]:
    """All whole shards of a folder, without ending."""
    return sorted(path.with_suffix("") for path in folder.glob("*.clips"))


def samples(path: Path) -> np.ndarray:
    """The sound of a shard, int16, mapped into memory."""
    return np.memmap(path.with_name(path.name + ".pcm"), np.int16, "r")


def as_float(sound: np.ndarray, clip: Clip) -> np.ndarray:
    """One clip as float32 from -1 to 1."""
    return np.asarray(sound[clip.first : clip.first + clip.samples], np.float32) / 32768


def log_mels(path: Path, clips: list[Clip], features: Features) -> np.ndarray:
    """The clean log mels of a shard, float16 (frames, 80), each clip scaled to root mean square 1; made if missing."""
    cache = path.with_name(path.name + ".mel")
    if not cache.exists():
        partial = cache.with_name(f"{cache.name}.{os.getpid()}")
        with partial.open("wb") as out:
            for mel in _compute(samples(path), clips, features):
                out.write(mel.tobytes())
        os.replace(partial, cache)
    mels = np.memmap(cache, np.float16, "r").reshape(-1, BANDS)
    if len(mels) != sum(clip.frames for clip in clips):
        raise ValueError(f"{cache} does not belong to its clips: delete it, and it will be made again")
    return mels


def first_frames(clips: list[Clip]) -> np.ndarray:
    """Where each clip's mel begins in its shard's."""
    return np.concatenate([[0], np.cumsum([clip.frames for clip in clips])[:-1]]).astype(np.int64)


def hours(clips: list[Clip]) -> float:
    return sum(clip.frames for clip in clips) / FRAMES_PER_SECOND / 3600


def _compute(sound: np.ndarray, clips: list[Clip], features: Features) -> Iterator[np.ndarray]:
    for clip in clips:
        loudness = as_float(sound, clip)
        loudness = loudness / (np.sqrt(np.mean(loudness**2)) + 1e-6)
        padded = np.concatenate([loudness, np.zeros(clip.frames * HOP - clip.samples, np.float32)])
        power = features.power(torch.from_numpy(padded.astype(np.float32)).to(features.filters.device))
        yield power.clamp(min=10**LOG_FLOOR).log10().half().cpu().numpy()

"""Sounds that are not speech, and speech that nobody can make out. Float32 at 16 kHz."""

from __future__ import annotations

import numpy as np

from .codecs import telephone
from .features import RATE_HZ

COLOURS = (0.0, -0.5, -1.0, -0.8)
"""Slopes of the spectrum: white, pink, brown, between."""
CHORDS = (
    (220.0, 277.2, 329.6),
    (196.0, 246.9, 293.7),
    (174.6, 220.0, 261.6),
    (261.6, 329.6, 392.0),
    (146.8, 220.0, 293.7),
)


def root_mean_square(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))) + 1e-9)


def at_level(samples: np.ndarray, dbfs: float) -> np.ndarray:
    """Scaled to a root mean square of so many dBFS."""
    return (samples * (10 ** (dbfs / 20) / root_mean_square(samples))).astype(np.float32)


def coloured(draw: np.random.Generator, length: int) -> np.ndarray:
    """Noise of one of four colours, at times with mains hum; root mean square 1."""
    slope = COLOURS[draw.integers(len(COLOURS))]
    noise = draw.standard_normal(length).astype(np.float32)
    if slope:
        spectrum = np.fft.rfft(noise)
        noise = np.fft.irfft(spectrum * np.arange(1, len(spectrum) + 1) ** slope, length)
    noise = noise / root_mean_square(noise)
    if draw.random() < 0.2:
        noise = noise + 1.5 * np.sin(2 * np.pi * draw.choice([50, 100, 150]) * _seconds(length))
    return (noise / root_mean_square(noise)).astype(np.float32)


def tones(draw: np.random.Generator, length: int) -> np.ndarray:
    """A ringing, engaged or dialling tone."""
    seconds = _seconds(length)
    on = np.sin(2 * np.pi * draw.choice([0.2, 0.5, 1.0]) * seconds) > (0 if draw.random() < 0.8 else -2)
    return (np.sin(2 * np.pi * draw.choice([400, 425, 440, 1000]) * seconds) * on).astype(np.float32)


def clicks(draw: np.random.Generator, length: int) -> np.ndarray:
    """Keys, paper, a pen put down: short bursts that die away."""
    sound = draw.standard_normal(length).astype(np.float32) * 1e-3
    burst = 800
    for _ in range(draw.integers(1, 2 + length // 4000)):
        at = draw.integers(0, max(1, length - burst))
        decay = np.exp(-np.arange(burst) / draw.uniform(40, 250))
        room = min(burst, length - at)
        sound[at : at + room] += (draw.standard_normal(burst) * decay * draw.uniform(0.02, 0.4))[:room]
    return sound


def music(draw: np.random.Generator, length: int) -> np.ndarray:
    """Music on hold: chords with overtones that decay, and a tune above them."""
    seconds = _seconds(length)
    beat = draw.uniform(0.25, 0.9)
    number = (seconds / beat).astype(int)
    within = seconds - number * beat
    order = draw.integers(0, len(CHORDS), number.max() + 1)
    tune = draw.integers(0, 3, number.max() + 1)
    shift = 2 ** (draw.integers(-5, 6) / 12)
    decay = np.exp(-within / draw.uniform(0.15, 1.5))
    overtones = draw.uniform(0.2, 0.8) ** np.arange(5)
    sound = np.zeros(length)
    notes = np.array(CHORDS)[order] * shift
    for note in (notes[number, 0], notes[number, 1], notes[number, 2], 2 * notes[number, tune[number]]):
        for overtone, level in enumerate(overtones, 1):
            sound += level * np.sin(2 * np.pi * overtone * note * within)
    return (sound * decay / 8).astype(np.float32)


def babble(voices: list[np.ndarray], draw: np.random.Generator, length: int) -> np.ndarray:
    """An office behind: several voices at once, each from a place of its own; root mean square 1."""
    mixed = np.zeros(length, np.float32)
    for voice in voices:
        long_enough = np.resize(np.roll(voice, draw.integers(0, max(1, len(voice)))), length)
        mixed += at_level(long_enough, draw.uniform(-8, 0))
    return mixed / root_mean_square(mixed)


def room(samples: np.ndarray, draw: np.random.Generator, seconds: float, strength: float) -> np.ndarray:
    """Reverberation: noise that dies away by 60 dB within `seconds`, `strength` times as strong as the direct sound."""
    tail = int(seconds * RATE_HZ)
    response = draw.standard_normal(tail) * 10 ** (-3 * np.arange(tail) / tail)
    response *= strength / np.sqrt(np.sum(response**2))
    response[0] = 1
    size = len(samples) + tail
    wet = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(response, size), size)
    return wet[: len(samples)].astype(np.float32)


def without_speech(draw: np.random.Generator, length: int, voices: list[np.ndarray]) -> np.ndarray:
    """Silence, noise, tones, keys, music on hold, or babble: what a call has where nobody speaks into it."""
    kinds = (None, coloured, coloured, tones, clicks, music, music, babble)
    kind = kinds[draw.integers(len(kinds))]
    if kind is None:
        return np.zeros(length, np.float32)
    if kind is babble:
        if len(voices) < 3:
            return np.zeros(length, np.float32)
        sound = at_level(babble(voices, draw, length), draw.uniform(-55, -32))
    else:
        sound = at_level(kind(draw, length), draw.uniform(-75, -22) if kind is coloured else draw.uniform(-50, -12))
        sound = sound + draw.standard_normal(length).astype(np.float32) * 10 ** (draw.uniform(-90, -60) / 20)
    sound = np.clip(sound, -1, 1).astype(np.float32)
    return telephone(sound) if draw.random() < 0.8 else sound


def _seconds(length: int) -> np.ndarray:
    return np.arange(length) / RATE_HZ

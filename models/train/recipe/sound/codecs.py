"""The telephone: its band, and its coders on the samples. Sound at 16 kHz in and out, float32 from -1 to 1."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import soundfile

Response = Callable[[np.ndarray], np.ndarray]
A = 87.6


def a_law(samples: np.ndarray) -> np.ndarray:
    """ITU-T G.711 A-law and back, by its formula with 128 steps a side."""
    scale = 1 + np.log(A)
    size = np.abs(samples)
    compressed = np.where(size < 1 / A, A * size / scale, (1 + np.log(np.maximum(size, 1e-9) * A)) / scale)
    step = (np.floor(np.minimum(compressed, 1 - 1e-6) * 128) + 0.5) / 128
    expanded = np.where(step < 1 / scale, step * scale / A, np.exp(step * scale - 1) / A)
    return (np.sign(samples) * expanded).astype(np.float32)


def gsm(samples: np.ndarray) -> np.ndarray:
    """GSM 06.10 full rate and back, by libsndfile's coder, which adds no delay. Sound at 8 kHz."""
    padded = np.concatenate([samples, np.zeros(320, np.float32)]).astype(np.float32)
    coded = io.BytesIO()
    soundfile.write(coded, padded, 8000, format="WAV", subtype="GSM610")
    coded.seek(0)
    decoded, _ = soundfile.read(coded, dtype="float32")
    return decoded[: len(samples)]


def telephone(
    samples: np.ndarray,
    low_hz: float = 300,
    high_hz: float = 3400,
    coder: Callable[[np.ndarray], np.ndarray] | None = a_law,
    response: Response | None = None,
) -> np.ndarray:
    """Limits the band, goes down to 8 kHz, through the coder, and back up.

    The filter has 24 dB an octave at the lower edge and 72 at the upper; `response` gives a further gain by frequency.
    """
    length = len(samples)
    size = _even_fast_size(length + 800)
    spectrum = np.fft.rfft(samples, size)
    hz = np.arange(len(spectrum)) * (16_000 / size)
    gain = 1 / np.sqrt(1 + (low_hz / np.maximum(hz, 1)) ** 8) / np.sqrt(1 + (hz / high_hz) ** 24)
    if response is not None:
        gain = gain * response(hz)
    half = size // 2
    narrow = np.fft.irfft((spectrum * gain)[: half // 2 + 1], half).astype(np.float32) * 0.5
    if coder is not None:
        narrow = coder(np.clip(narrow, -1, 1))
        narrow = np.pad(narrow, (0, half - len(narrow)))
    wide = np.zeros(half + 1, np.complex128)
    wide[: half // 2 + 1] = np.fft.rfft(narrow, half) * 2
    return np.fft.irfft(wide, size)[:length].astype(np.float32)


def tilt(db_per_octave: float) -> Response:
    """A gain that rises or falls around 1 kHz."""
    return lambda hz: 10 ** (db_per_octave * np.log2(np.maximum(hz, 100) / 1000) / 20)


def _even_fast_size(least: int) -> int:
    """The next multiple of 960: quick to transform, and divisible by four."""
    return 960 * -(-least // 960)

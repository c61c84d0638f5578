"""espeak-ng in this process, with the times of its phones and words. About 800 times faster than real time on a free core.

The library is found as usual, or in the folder named by ESPEAK_LIBRARY (LD_LIBRARY_PATH is only read when a process
starts); ESPEAK_DATA_PATH, which espeak-ng itself reads, names the folder that holds `espeak-ng-data`. So the unpacked
Debian packages serve where nothing can be installed.
"""

from __future__ import annotations

import concurrent.futures
import ctypes
import multiprocessing
import os
from dataclasses import dataclass

import numpy as np

from .features import RATE_HZ

SYNCHRONOUS = 2
PHONEME_EVENTS = 1
UTF8 = 1
RATE, PITCH, RANGE, WORD_GAP = 1, 3, 4, 7
WORD_EVENT, PHONE_EVENT = 1, 7
NATIVE_RATE_HZ = 22_050


class Event(ctypes.Structure):
    """espeak_EVENT."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


@dataclass
class Manner:
    """How a voice speaks: words a minute, pitch and its range from 0 to 100, pauses between words in 10 ms."""

    voice: str
    rate: int = 170
    pitch: int = 50
    pitch_range: int = 50
    word_gap: int = 0


@dataclass
class Spoken:
    """Samples (int16, 16 kHz), phones with their beginnings in ms, words as position in the text and beginning in ms."""

    samples: np.ndarray
    phones: list[tuple[str, int]]
    words: list[tuple[int, int]]


class Espeak:
    """The synthesiser. One in a process."""

    def __init__(self) -> None:
        try:
            self.library = ctypes.CDLL(_library())
        except OSError as missing:
            raise SystemExit(f"{missing}: install libespeak-ng1 and espeak-ng-data (Debian's names)") from None
        rate = self.library.espeak_Initialize(SYNCHRONOUS, 0, None, PHONEME_EVENTS)
        if rate != NATIVE_RATE_HZ:
            raise SystemExit(
                "espeak-ng found no data of its own: set ESPEAK_DATA_PATH to the folder that holds espeak-ng-data"
            )
        self.samples: list[np.ndarray] = []
        self.events: list[tuple[int, int, int, str]] = []
        callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))
        self.callback = callback(self._receive)
        self.library.espeak_SetSynthCallback(self.callback)
        self.library.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]
        self.voice = ""

    def say(self, text: str, manner: Manner) -> Spoken | None:
        """Speaks a text; `None` where nothing came out, or there is no such voice."""
        voice = "pl" + (f"+{manner.voice}" if manner.voice else "")
        if voice != self.voice:
            if self.library.espeak_SetVoiceByName(voice.encode()) != 0:
                return None
            self.voice = voice
        for parameter, value in (
            (RATE, manner.rate),
            (PITCH, manner.pitch),
            (RANGE, manner.pitch_range),
            (WORD_GAP, manner.word_gap),
        ):
            self.library.espeak_SetParameter(parameter, int(value), 0)
        self.samples.clear()
        self.events.clear()
        raw = text.encode() + b"\0"
        self.library.espeak_Synth(raw, len(raw), 0, 0, 0, UTF8, None, None)
        if not self.samples:
            return None
        samples = _to_16_khz(np.concatenate(self.samples))
        loud = np.nonzero(np.abs(samples) > 200)[0]
        if not len(loud):
            return None
        phones = [(name, at) for kind, at, _, name in self.events if kind == PHONE_EVENT]
        words = [(position - 1, at) for kind, at, position, _ in self.events if kind == WORD_EVENT]
        return Spoken(samples[: loud[-1] + 800], phones, words)

    def _receive(self, sound: ctypes.POINTER, count: int, events: ctypes.POINTER) -> int:
        if sound and count > 0:
            self.samples.append(np.ctypeslib.as_array(sound, (count,)).copy())
        number = 0
        while (event := events[number]).type != 0:
            name = bytes(event.id).split(b"\0")[0].decode("utf8", "replace")
            self.events.append((event.type, event.audio_position, event.text_position, name))
            number += 1
        return 0


def say_apart(wanted: list[tuple[str, Manner]]) -> list[Spoken | None]:
    """Speaks texts in a process of their own: voices leave something of theirs behind, and a set that is measured must
    not depend on what was spoken before it."""
    with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        return apart.submit(_say_all, wanted).result()


def _say_all(wanted: list[tuple[str, Manner]]) -> list[Spoken | None]:
    voice = Espeak()
    return [voice.say(text, manner) for text, manner in wanted]


def _library() -> str:
    folder = os.environ.get("ESPEAK_LIBRARY")
    if not folder:
        return "libespeak-ng.so.1"
    for needed in ("libsonic.so.0", "libpcaudio.so.0"):
        path = os.path.join(folder, needed)
        if os.path.exists(path):
            ctypes.CDLL(path, mode=ctypes.RTLD_GLOBAL)
    return os.path.join(folder, "libespeak-ng.so.1")


def _to_16_khz(samples: np.ndarray) -> np.ndarray:
    """From 22 050 Hz, by cutting off the spectrum above 8 kHz."""
    size = 441 * -(-len(samples) // 441)
    spectrum = np.fft.rfft(samples.astype(np.float32), size)
    target = size * 320 // 441
    resampled = np.fft.irfft(spectrum[: target // 2 + 1], target) * (target / size)
    length = len(samples) * RATE_HZ // NATIVE_RATE_HZ
    return np.clip(resampled[:length], -32767, 32767).astype(np.int16)

"""RHVoice in this process: natural-sounding Polish voices, with the times of their words. About 50 times faster than real
time on a core.

The library (`libRHVoice.so.5`, Debian's librhvoice5) is found as usual, or at the path in RHVOICE_LIBRARY; voices
(Debian's rhvoice-polish) in /usr/share/RHVoice, or in the folder in RHVOICE_DATA.
"""

from __future__ import annotations

import ctypes
import os
import tempfile
from dataclasses import dataclass

import numpy as np

from .espeak import Spoken
from .features import RATE_HZ

TEXT_MESSAGE = 0
DO_NOT_CLIP_RATE = 1
CHUNK_S = 0.1
"""Sound comes in such pieces, and a word's beginning is told before the piece that it lies in."""
LOUD = 200
TAIL_SAMPLES = 800

_WITH_COUNT = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_uint, ctypes.c_void_p)
_WITH_RATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
_WITH_PLACE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p)
_WITH_NAME = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)
_WITHOUT = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class Callbacks(ctypes.Structure):
    """RHVoice_callbacks."""

    _fields_ = (
        ("set_sample_rate", _WITH_RATE),
        ("play_speech", _WITH_COUNT),
        ("process_mark", _WITH_NAME),
        ("word_starts", _WITH_PLACE),
        ("word_ends", _WITH_PLACE),
        ("sentence_starts", _WITH_PLACE),
        ("sentence_ends", _WITH_PLACE),
        ("play_audio", _WITH_NAME),
        ("done", _WITHOUT),
    )


class InitParameters(ctypes.Structure):
    """RHVoice_init_params."""

    _fields_ = (
        ("data_path", ctypes.c_char_p),
        ("config_path", ctypes.c_char_p),
        ("resource_paths", ctypes.POINTER(ctypes.c_char_p)),
        ("callbacks", Callbacks),
        ("options", ctypes.c_uint),
    )


class SynthParameters(ctypes.Structure):
    """RHVoice_synth_params."""

    _fields_ = (
        ("voice_profile", ctypes.c_char_p),
        ("absolute_rate", ctypes.c_double),
        ("absolute_pitch", ctypes.c_double),
        ("absolute_volume", ctypes.c_double),
        ("relative_rate", ctypes.c_double),
        ("relative_pitch", ctypes.c_double),
        ("relative_volume", ctypes.c_double),
        ("punctuation_mode", ctypes.c_int),
        ("punctuation_list", ctypes.c_char_p),
        ("capitals_mode", ctypes.c_int),
        ("flags", ctypes.c_int),
    )


@dataclass
class Manner:
    """How a voice speaks, each as a factor: `formants` scales the vocal tract's resonances, and leaves rate and pitch."""

    voice: str
    rate: float = 1.0
    pitch: float = 1.0
    formants: float = 1.0


class RHVoice:
    """The synthesiser. One in a process."""

    def __init__(self) -> None:
        try:
            self.library = ctypes.CDLL(os.environ.get("RHVOICE_LIBRARY", "libRHVoice.so.5"))
        except OSError as missing:
            raise SystemExit(f"{missing}: install librhvoice5 and rhvoice-polish (Debian 13, non-free)") from None
        self.parts: list[np.ndarray] = []
        self.words: list[tuple[int, int]] = []
        self.rate_hz = 24_000
        self.callbacks = Callbacks(
            set_sample_rate=_WITH_RATE(self._take_rate),
            play_speech=_WITH_COUNT(self._take_speech),
            word_starts=_WITH_PLACE(self._take_word),
        )
        # An empty folder: no setting of this machine's user may change how the voices speak.
        self.settings = tempfile.TemporaryDirectory()
        parameters = InitParameters(
            os.environ.get("RHVOICE_DATA", "/usr/share/RHVoice").encode(),
            self.settings.name.encode(),
            None,
            self.callbacks,
            0,
        )
        self.library.RHVoice_new_tts_engine.restype = ctypes.c_void_p
        self.library.RHVoice_new_message.restype = ctypes.c_void_p
        self.engine = ctypes.c_void_p(self.library.RHVoice_new_tts_engine(ctypes.byref(parameters)))
        if not self.engine:
            raise SystemExit("RHVoice found no voices: install rhvoice-polish, or set RHVOICE_DATA to their folder")

    def say(self, text: str, manner: Manner) -> Spoken | None:
        """Speaks a text; `None` where nothing came out, or there is no such voice."""
        self.parts.clear()
        self.words.clear()
        how = SynthParameters(
            voice_profile=manner.voice.encode(),
            relative_rate=manner.rate / manner.formants,
            relative_pitch=manner.pitch / manner.formants,
            relative_volume=1.0,
            flags=DO_NOT_CLIP_RATE,
        )
        raw = text.encode()
        message = ctypes.c_void_p(
            self.library.RHVoice_new_message(self.engine, raw, len(raw), TEXT_MESSAGE, ctypes.byref(how), None)
        )
        if not message:
            return None
        self.library.RHVoice_speak(message)
        self.library.RHVoice_delete_message(message)
        if not self.parts:
            return None
        # Played faster by this factor, all resonances lie higher by it; rate and pitch were lowered by it above.
        played_hz = self.rate_hz * manner.formants
        samples = _resampled(np.concatenate(self.parts), played_hz)
        loud = np.nonzero(np.abs(samples) > LOUD)[0]
        if not len(loud):
            return None
        words = [
            (len(raw[:position].decode()), round((at + CHUNK_S / 2 * self.rate_hz) * 1000 / played_hz))
            for position, at in self.words
        ]
        return Spoken(samples[: loud[-1] + TAIL_SAMPLES], [], words)

    def _take_rate(self, rate_hz: int, _: ctypes.c_void_p) -> int:
        self.rate_hz = rate_hz
        return 1

    def _take_speech(self, samples: ctypes.POINTER, count: int, _: ctypes.c_void_p) -> int:
        self.parts.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 1

    def _take_word(self, position: int, _length: int, _: ctypes.c_void_p) -> int:
        self.words.append((position, sum(len(part) for part in self.parts)))
        return 1


def _resampled(samples: np.ndarray, rate_hz: float) -> np.ndarray:
    """To 16 kHz, by cutting off or padding the spectrum."""
    spectrum = np.fft.rfft(samples.astype(np.float32))
    length = round(len(samples) * RATE_HZ / rate_hz)
    resampled = np.fft.irfft(spectrum[: length // 2 + 1], length) * (length / len(samples))
    return np.clip(resampled, -32767, 32767).astype(np.int16)

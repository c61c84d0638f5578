"""The sets: (a) new sentences by new voices, (b) a held-out natural voice, (c) recorded calls,
(d) a hard set; and the same utterances again with one difficulty each, to see which of them costs most.

All are drawn from fixed seeds. Voices, formants and texts of (a) and (d) are never trained on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile

from ..folders import Work
from ..sound import noises
from ..sound.codecs import telephone
from ..sound.espeak import Manner, Spoken, say_apart
from ..sound.features import RATE_HZ
from ..sound.line import Line
from ..sound.make_shards import HELD_OUT_VOICES
from ..text import written
from ..text.vocabulary import Vocabulary

LEAD_S, TAIL_S = 0.2, 0.3
PLAIN_LINE = Line(level_dbfs=-24, noise_dbfs=-60)
PLAIN_VOICES, STRANGE_VOICES = HELD_OUT_VOICES[:2], HELD_OUT_VOICES[2:]


@dataclass
class Sample:
    """One utterance to be heard: samples at 16 kHz, and what is said."""

    text: str
    samples: np.ndarray


@dataclass
class Speech:
    """Clean speech before any line: samples from -1 to 1, and where its words begin, if known."""

    text: str
    samples: np.ndarray
    words: list[tuple[int, int]]


class Sources:
    """Held-out speech: espeak-ng with voices never trained on, and the natural voice."""

    def __init__(self, work: Work, shared: Path) -> None:
        self.work, self.shared = work, shared
        vocabulary = Vocabulary(work.asset("multilingual.tiktoken"))
        folder = written.TEXTS / "held_out"
        self.texts = written.written(vocabulary, folder, variants=1, seed=41)

    def espeak(self, count: int, seed: int, voices: tuple[str, ...], rates: tuple[int, int]) -> Iterator[Speech]:
        """So many held-out texts, each once around, by these voices at rates (words a minute) between two."""
        draw = np.random.default_rng(seed)
        order = draw.permutation(len(self.texts))
        wanted = []
        for number in range(count):
            rate, pitch, pitch_range = draw.integers(*rates), draw.integers(25, 76), draw.integers(30, 76)
            manner = Manner(voices[number % len(voices)], int(rate), int(pitch), int(pitch_range))
            wanted.append((self.texts[order[number % len(order)]], manner))
        for (text, _), said in zip(wanted, say_apart(wanted), strict=True):
            if said is not None:
                yield _speech(text, said)

    def natural(self, count: int) -> list[Speech]:
        """Clips of the voice kept out of training, spread over its recording; empty where there is none."""
        found = []
        for path in sorted((self.shared / "speech").glob("eval-*.opus")):
            sound, rate = soundfile.read(path, dtype="float32")
            if rate != RATE_HZ:
                raise SystemExit(f"{path} has {rate} Hz; 16 000 is wanted")
            for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines():
                said = json.loads(line)
                found.append(Speech(said["text"], sound[said["from_ms"] * 16 : said["to_ms"] * 16], []))
        return found[:: max(1, len(found) // count)][:count]


def set_a(sources: Sources, count: int) -> Iterator[Sample]:
    """New sentences by new voices of espeak-ng, over a plain line."""
    draw = np.random.default_rng(7)
    for speech in sources.espeak(count, 901, PLAIN_VOICES, (150, 200)):
        yield over(speech, replace(PLAIN_LINE, level_dbfs=draw.uniform(-30, -18)), draw)


def set_b(sources: Sources, count: int) -> Iterator[Sample]:
    """The held-out natural voice, over a plain line."""
    draw = np.random.default_rng(7)
    for speech in sources.natural(count):
        yield over(speech, replace(PLAIN_LINE, level_dbfs=draw.uniform(-30, -18)), draw)


def set_c(calls: Path, channel: str, most_calls: int = 999) -> Iterator[Sample]:
    """The true segments of one channel ("agent" or "caller") of recorded calls."""
    for truth in sorted(calls.glob("*.truth.json"))[:most_calls]:
        name = truth.name.removesuffix(".truth.json")
        sound, rate = soundfile.read(calls / f"{name}.flac", dtype="float32")
        for said in json.loads(truth.read_text(encoding="utf-8"))["transcript"]:
            if said["channel"] == channel:
                begin, end = max(0, said["from_ms"] - 200) * rate // 1000, (said["to_ms"] + 200) * rate // 1000
                yield Sample(said["text"], doubled(sound[begin:end, int(channel == "caller")]))


def set_d(sources: Sources, count: int) -> Iterator[Sample]:
    """The hard set: strange voices and formants, GSM, noise up to -45 dBFS, babble, rooms, hurry, words broken off."""
    draw = np.random.default_rng(4711)
    espeak = sources.espeak(count - count // 2, 903, HELD_OUT_VOICES, (170, 270))
    natural = sources.natural(count // 2)
    others = [speech.samples for speech in natural[:6]] or [
        speech.samples for speech in sources.espeak(6, 904, ("m3",), (150, 200))
    ]
    for speech in [*natural, *espeak]:
        if speech.words:
            speech = broken_off(speech, draw) if draw.random() < 0.3 else speech
            speech = formants(speech, draw.uniform(0.9, 1.12))
        else:
            speech = formants(speech, draw.choice([draw.uniform(0.84, 0.92), draw.uniform(1.08, 1.18)]))
        yield over(speech, hard_line(draw, others), draw)


def hard_line(draw: np.random.Generator, others: list[np.ndarray]) -> Line:
    """A line of the hard set."""
    level = draw.uniform(-38, -18)
    return Line(
        level_dbfs=level,
        noise_dbfs=min(draw.uniform(-60, -45), level - 6),
        babble_below_db=draw.uniform(10, 22) if draw.random() < 0.4 else None,
        room_s=draw.uniform(0.1, 0.4) if draw.random() < 0.25 else None,
        low_hz=draw.uniform(200, 330),
        high_hz=draw.uniform(3200, 3600),
        tilt_db=draw.uniform(-4, 4),
        coder="gsm" if draw.random() < 0.6 else "a-law",
        others=others,
    )


def causes(sources: Sources, count: int) -> dict[str, Callable[[], Iterator[Sample]]]:
    """The same utterances again and again, each time with one difficulty: its name -> its samples."""
    natural = sources.natural(count - count // 2)
    plain = list(sources.espeak(count // 2, 905, PLAIN_VOICES, (150, 200)))
    both = [*natural, *plain]
    others = [speech.samples for speech in both[:6]]

    def each(
        line: Line,
        change: Callable[[Speech, np.random.Generator], Speech] | None = None,
        of: list[Speech] | None = None,
    ):
        def samples() -> Iterator[Sample]:
            draw = np.random.default_rng(17)
            for speech in both if of is None else of:
                yield over(change(speech, draw) if change else speech, replace(line, others=others), draw)

        return samples

    def with_line(**changed: object) -> Line:
        return replace(PLAIN_LINE, **changed)

    quick = list(sources.espeak(count // 2, 905, PLAIN_VOICES, (240, 270)))
    strange = list(sources.espeak(count // 2, 905, STRANGE_VOICES, (150, 200)))
    found = {
        "clean: A-law, noise -60 dBFS": each(PLAIN_LINE),
        "GSM": each(with_line(coder="gsm")),
        "noise -50 dBFS": each(with_line(noise_dbfs=-50)),
        "noise -45 dBFS": each(with_line(noise_dbfs=-45)),
        "GSM and noise -50 dBFS": each(with_line(coder="gsm", noise_dbfs=-50)),
        "babble 15 dB below": each(with_line(babble_below_db=15)),
        "a room of 0.3 s": each(with_line(room_s=0.3)),
        "quiet: -40 dBFS": each(with_line(level_dbfs=-40)),
        "formants and pitch 12 % up": each(PLAIN_LINE, lambda speech, _: formants(speech, 1.12)),
        "formants and pitch 12 % down": each(PLAIN_LINE, lambda speech, _: formants(speech, 0.88)),
        "tempo 1.3 (natural voice, pitch with it)": each(PLAIN_LINE, lambda speech, _: formants(speech, 1.3), natural),
        "espeak-ng alone, clean": each(PLAIN_LINE, of=plain),
        "espeak-ng, 240 to 270 words a minute": each(PLAIN_LINE, of=quick),
        "espeak-ng, strange voices": each(PLAIN_LINE, of=strange),
        "espeak-ng, broken off in a word": each(PLAIN_LINE, broken_off, plain),
        "natural voice alone, clean": each(PLAIN_LINE, of=natural),
    }
    return {name: samples for name, samples in found.items() if natural or "natural" not in name}


def silence(count: int) -> Iterator[np.ndarray]:
    """Sound without speech, 20 s each over a plain line."""
    draw = np.random.default_rng(99)
    for _ in range(count):
        sound = noises.without_speech(draw, 20 * RATE_HZ, [])
        yield telephone(np.clip(sound, -1, 1).astype(np.float32))


def over(speech: Speech, line: Line, draw: np.random.Generator) -> Sample:
    """Speech over a line, with a lead and a tail as the segmenter leaves them."""
    scaled = noises.at_level(speech.samples, -20)
    # The line scales by the whole stretch; a lead and a tail of quiet would make the speech louder than asked.
    louder = 10 * np.log10(1 + (LEAD_S + TAIL_S) * RATE_HZ / len(scaled))
    padded = np.concatenate([np.zeros(int(LEAD_S * RATE_HZ)), scaled, np.zeros(int(TAIL_S * RATE_HZ))]).astype(
        np.float32
    )
    return Sample(speech.text, replace(line, level_dbfs=line.level_dbfs - louder).carry(padded, draw))


def formants(speech: Speech, factor: float) -> Speech:
    """Formants, pitch and tempo times `factor`, by reading the samples faster or slower."""
    count = int(len(speech.samples) / factor)
    samples = np.interp(np.arange(count) * factor, np.arange(len(speech.samples)), speech.samples).astype(np.float32)
    return Speech(speech.text, samples, [(position, int(at / factor)) for position, at in speech.words])


def broken_off(speech: Speech, draw: np.random.Generator) -> Speech:
    """Without its end, which comes in the middle of a word; that word is not asked for."""
    if len(speech.words) < 4:
        return speech
    cut = int(draw.integers(len(speech.words) // 2, len(speech.words) - 1))
    begins, ends = speech.words[cut][1], speech.words[cut + 1][1]
    at = int((begins + draw.uniform(0.25, 0.6) * (ends - begins)) * 16)
    return Speech(speech.text[: speech.words[cut][0]].rstrip(" ,"), speech.samples[:at], speech.words[:cut])


def doubled(samples: np.ndarray) -> np.ndarray:
    """From 8 to 16 kHz, by a spectrum twice as wide."""
    spectrum = np.zeros(len(samples) + 1, np.complex128)
    half = np.fft.rfft(samples)
    spectrum[: len(half)] = half * 2
    return np.fft.irfft(spectrum, 2 * len(samples)).astype(np.float32)


def _speech(text: str, said: Spoken) -> Speech:
    return Speech(text, said.samples.astype(np.float32) / 32768, said.words)

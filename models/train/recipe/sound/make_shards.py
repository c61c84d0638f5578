"""Makes the shards of speech: by espeak-ng, from Ogg Opus files with texts, coded copies of both, and sound without speech."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import soundfile

from ..folders import Work
from ..text import corpus
from ..text.untidy import untidy
from . import noises, rhvoice, shards
from .espeak import Espeak, Manner
from .features import RATE_HZ, Features
from .line import any_line
from .shards import Clip

HELD_OUT_VOICES = ("m3", "f4", "klatt3", "Mike", "steph2", "anikaRobot")
"""Never trained on: kept for measuring."""
PLAIN_VOICES = ("", "m1", "m2", "m4", "m5", "m6", "m7", "m8", "f1", "f2", "f3", "f5")
CHARACTER_VOICES = (
    "klatt klatt2 klatt4 Andy Annie Denis Diogo Gene Lee Mario Michael adam anika antonio aunty belinda benjamin david ed "
    "edward grandma grandpa iven john linda marcelo max michel miguel norbert pablo paul pedro quincy rob robert sandro "
    "travis victor zac Alex Alicia Andrea Henrique Hugo Marco Jacky"
).split()
VOICES = (*(PLAIN_VOICES * 3), *CHARACTER_VOICES)
RATES = (135, 150, 160, 170, 180, 190, 200, 215, 230, 250)
NATURAL_VOICES = ("Alicja", "Magda", "Michal")
"""Of RHVoice's Polish voices: Natan is kept for measuring, and Cezary's licence allows no work made from it."""
CLIPS_PER_SHARD = 4000
CLIPS_PER_NATURAL_SHARD = 1000
NATURAL_SHARES = (0.7, 0.08, 0.12, 0.1)
"""Of written utterances, grammar, prose and loose words: the voices are dear, so they speak what teaches most."""
SHORTEST_S, LONGEST_S = 0.25, 15.0
CODED_PEAK = 0.75
UNTIDY = 0.12
"""Share of texts that get fillers, repeated words and false starts."""


def espeak_shard(work: Work, number: int, clips: int = CLIPS_PER_SHARD) -> Path:
    """Shard es_NNN: texts of the corpus by voices of espeak-ng."""
    path = work.speech / f"es_{number:03d}"
    if not _missing(path):
        return path
    draw = random.Random(2000 + number)
    texts = corpus.load(work)
    voice = Espeak()

    def spoken() -> Iterator[tuple[np.ndarray, Clip]]:
        for _ in range(clips):
            manner = Manner(
                draw.choice(VOICES),
                draw.choice(RATES),
                draw.randint(20, 80),
                draw.randint(30, 75),
                0 if draw.random() < 0.9 else draw.randint(1, 8),
            )
            text = texts.draw(draw)
            if draw.random() < UNTIDY:
                text = untidy(text, draw)
            said = voice.say(text, manner)
            if said is not None and SHORTEST_S <= len(said.samples) / RATE_HZ <= LONGEST_S:
                yield said.samples, Clip(0, 0, text, f"es_{manner.voice}", said.phones, said.words)

    shards.write(path, spoken())
    return path


def natural_shard(work: Work, number: int, clips: int = CLIPS_PER_NATURAL_SHARD) -> Path:
    """Shard rv_NNN: texts of the corpus by RHVoice, each shard's written ones its own, and none that the Ogg Opus files
    (shards rh_*) say already."""
    path = work.speech / f"rv_{number:03d}"
    if not _missing(path):
        return path
    draw = random.Random(3000 + number)
    texts = corpus.load(work)
    texts.written = _share(_not_said_yet(work, texts.written), number, round(clips * NATURAL_SHARES[0]))
    voice = rhvoice.RHVoice()

    def spoken() -> Iterator[tuple[np.ndarray, Clip]]:
        for _ in range(clips):
            text = texts.draw(draw, NATURAL_SHARES)
            if draw.random() < UNTIDY:
                text = untidy(text, draw)
            manner = rhvoice.Manner(
                draw.choice(NATURAL_VOICES),
                rate=draw.uniform(0.85, 1.35),
                pitch=draw.uniform(0.85, 1.15),
                formants=1.0 if draw.random() < 0.4 else draw.uniform(0.84, 1.18),
            )
            said = voice.say(text, manner)
            if said is not None and SHORTEST_S <= len(said.samples) / RATE_HZ <= LONGEST_S:
                yield said.samples, Clip(0, 0, text, f"{manner.voice.lower()}@{manner.formants:.2f}", [], said.words)

    shards.write(path, spoken())
    return path


def opus_shard(source: Path, path: Path) -> Path:
    """A shard of an Ogg Opus file, whose clips are lines of NAME.jsonl: voice, from_ms, to_ms, text."""
    if not _missing(path):
        return path
    sound, rate = soundfile.read(source, dtype="float32")
    if rate != RATE_HZ:
        raise SystemExit(f"{source} has {rate} Hz; 16 000 is wanted")

    def cut() -> Iterator[tuple[np.ndarray, Clip]]:
        for line in source.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines():
            said = json.loads(line)
            samples = sound[said["from_ms"] * 16 : said["to_ms"] * 16]
            if SHORTEST_S <= len(samples) / RATE_HZ <= LONGEST_S:
                yield (np.clip(samples, -1, 1) * 32767).astype(np.int16), Clip(0, 0, said["text"], said["voice"])

    shards.write(path, cut())
    return path


def coded_shard(source: Path, path: Path, seed: int, keep: float = 1.0) -> Path:
    """A copy of a shard as lines carry it: with noise before the coder, two in three through GSM 06.10.

    It is scaled up again, since the training varies the level, but keeps its noise.
    """
    if not _missing(path):
        return path
    draw = np.random.default_rng(seed)
    clips, sound = shards.read(source), shards.samples(source)

    def coded() -> Iterator[tuple[np.ndarray, Clip]]:
        for clip in clips:
            if draw.random() > keep:
                continue
            others = [shards.as_float(sound, clips[draw.integers(len(clips))]) for _ in range(3)]
            carried = any_line(draw, others).carry(shards.as_float(sound, clip), draw)
            carried *= CODED_PEAK / max(0.02, float(np.abs(carried).max()))
            samples = (np.clip(carried, -1, 1) * 32767).astype(np.int16)
            yield samples, Clip(0, 0, clip.text, f"coded_{clip.voice}", clip.phones, clip.words)

    shards.write(path, coded())
    return path


def silent_shard(work: Work, clips: int = 600) -> Path:
    """Shard no_000: silence, noise, tones, keys, music on hold and babble, with empty text."""
    path = work.speech / "no_000"
    if not _missing(path):
        return path
    draw = np.random.default_rng(77)
    sources = [name for name in shards.names(work.speech) if name.name.startswith(("es_", "rh_"))][:4]
    voices = [(shards.samples(name), shards.read(name)) for name in sources]

    def some_voices() -> list[np.ndarray]:
        if not voices:
            return []
        picked = (voices[draw.integers(len(voices))] for _ in range(draw.integers(3, 7)))
        return [shards.as_float(sound, shard[draw.integers(len(shard))]) for sound, shard in picked]

    def silent() -> Iterator[tuple[np.ndarray, Clip]]:
        for _ in range(clips):
            length = int(draw.uniform(0.3, 15) * RATE_HZ)
            sound = noises.without_speech(draw, length, some_voices())
            yield (np.clip(sound, -1, 1) * 32767).astype(np.int16), Clip(0, 0, "", "none")

    shards.write(path, silent())
    return path


def prepare(
    work: Work,
    speech: Path | None,
    espeak_shards: int,
    natural_shards: int,
    coded_share: float,
    processes: int,
    clips: int = CLIPS_PER_SHARD,
    report: Callable[[str], None] = print,
) -> None:
    """All shards, on several cores; those that are there already are kept.

    `coded_share` of all shards get a coded copy. A shard of espeak-ng holds about 4 hours of speech, one of RHVoice 1.
    """
    jobs: list[tuple] = [(espeak_shard, work, number, clips) for number in range(espeak_shards)]
    do = lambda jobs: _on_cores([(str(work.folder), *job) for job in jobs], processes, report)  # noqa: E731
    if speech is not None:
        files = (path for path in sorted(speech.glob("*.opus")) if not path.name.startswith("eval"))
        jobs += [(opus_shard, path, work.speech / f"rh_{path.stem}") for path in files]
    do(jobs)
    do([(natural_shard, work, number, min(clips, CLIPS_PER_NATURAL_SHARD)) for number in range(natural_shards)])
    sources = [path for path in shards.names(work.speech) if path.name.startswith(("es_", "rh_", "rv_"))]
    draw = random.Random(9)
    coded = [path for path in sources if draw.random() < coded_share]
    copies = [(coded_shard, path, path.with_name(f"co_{path.name}"), 5000 + i) for i, path in enumerate(coded)]
    do([*copies, (silent_shard, work, min(600, clips))])


def _on_cores(jobs: list[tuple], processes: int, report: Callable[[str], None]) -> None:
    if processes <= 1:
        for job in jobs:
            report(f"  {_run(job)}")
        return
    with multiprocessing.get_context("spawn").Pool(processes, maxtasksperchild=4) as pool:
        for done, path in enumerate(pool.imap_unordered(_run, jobs), 1):
            report(f"  {done} of {len(jobs)}: {path}")


def _run(job: tuple) -> str:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    folder, function, *arguments = job
    path = function(*arguments)
    clips = shards.read(path)
    shards.log_mels(path, clips, Features(Work(folder)))
    return f"{path.name}, {shards.hours(clips):.2f} h"


def _not_said_yet(work: Work, written: list[str]) -> list[str]:
    recorded = (name for name in shards.names(work.speech) if name.name.startswith("rh_"))
    said = {clip.text for name in recorded for clip in shards.read(name)}
    return [text for text in written if text not in said] or written


def _share(texts: list[str], number: int, count: int) -> list[str]:
    """So many texts, others for each number until all have been used."""
    order = random.Random(8).sample(texts, len(texts))
    return [order[(number * count + i) % len(order)] for i in range(min(count, len(order)))]


def _missing(path: Path) -> bool:
    return not path.with_name(path.name + ".clips").exists()

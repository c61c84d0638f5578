"""Measures models on the sets, and prints a table in Markdown."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from ..folders import Work
from . import sets
from .error_rate import Score, words
from .sets import Sample, Sources
from .whisper_cpp import Recogniser

NAME = re.compile(r"(?<=[a-ząćęłńóśźż,] )[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]{3,}")
WHOLE = "full context of 30 s"
SILENT_CLIPS = 180
"""An hour, in clips of 20 s."""


def measure(
    models: list[str],
    work: Work,
    shared: Path,
    wanted: list[str],
    clips: int,
    most_calls: int,
    json_path: str | None,
    show: int,
    beams: int,
) -> None:
    """Prints a row for each set, with a column for each model: word (character) error rate in percent."""
    sources = Sources(work, shared)
    recognisers = {Path(model).stem: Recogniser(model, beams) for model in models}
    print(f"| set | words | {' | '.join(recognisers)} |\n|---|---|{'---|' * len(recognisers)}", flush=True)
    figures: dict[str, dict[str, object]] = {}
    for name, samples in rows(sources, shared, wanted, clips, most_calls).items():
        scores, milliseconds = _scores(recognisers, samples(), whole=name.startswith(WHOLE))
        if not any(score.words for score in scores.values()):
            continue
        count = next(iter(scores.values())).words
        shown = [f"{score.word_rate:.1f} ({score.letter_rate:.1f})" for score in scores.values()]
        print(f"| {name} | {count} | {' | '.join(shown)} |", flush=True)
        figures[name] = {"words": count} | {
            model: {
                "word": round(score.word_rate, 2),
                "letter": round(score.letter_rate, 2),
                "cpu_ms": round(milliseconds[model], 1),
            }
            for model, score in scores.items()
        }
        _show(scores, show)
    if "names" in wanted:
        figures["names"] = _names(recognisers, sources, clips)
    if "silence" in wanted:
        figures["silence"] = _silence(recognisers)
    if json_path:
        Path(json_path).write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def rows(
    sources: Sources, shared: Path, wanted: list[str], clips: int, most_calls: int
) -> dict[str, Callable[[], Iterator[Sample]]]:
    """The sets asked for: name -> its samples."""
    calls = shared / "calls"
    found: dict[str, Callable[[], Iterator[Sample]]] = {}
    if "a" in wanted:
        found["(a) new sentences, new voices of espeak-ng"] = lambda: sets.set_a(sources, clips)
    if "b" in wanted:
        found["(b) a natural voice held out"] = lambda: sets.set_b(sources, clips)
    if "c" in wanted and calls.is_dir():
        found["(c) recorded calls, agents"] = lambda: sets.set_c(calls, "agent", most_calls)
        found["(c) recorded calls, callers"] = lambda: sets.set_c(calls, "caller", most_calls)
    if "d" in wanted:
        found["(d) hard"] = lambda: sets.set_d(sources, clips)
    if "whole" in wanted:
        found[f"{WHOLE}: the voice of (b)"] = lambda: sets.set_b(sources, clips)
    if "causes" in wanted:
        found |= sets.causes(sources, clips)
    return found


def _scores(
    recognisers: dict[str, Recogniser], samples: Iterator[Sample], whole: bool = False
) -> tuple[dict[str, Score], dict[str, float]]:
    """Each model's score, and its processor milliseconds an utterance."""
    scores = {name: Score() for name in recognisers}
    spent = dict.fromkeys(recognisers, 0.0)
    for sample in samples:
        for name, recogniser in recognisers.items():
            began = time.process_time()
            scores[name].add(sample.text, recogniser.text(sample.samples, whole=whole))
            spent[name] += time.process_time() - began
    return scores, {name: 1000 * spent[name] / max(1, scores[name].utterances) for name in recognisers}


def _names(recognisers: dict[str, Recogniser], sources: Sources, clips: int) -> dict[str, object]:
    """How many names (capitalised words within a sentence) are heard, without and with a prompt that lists them and ten others."""
    with_names = [
        speech for speech in sources.espeak(3 * clips, 906, sets.PLAIN_VOICES, (150, 200)) if NAME.search(speech.text)
    ]
    every = [name for speech in with_names for name in NAME.findall(speech.text)]
    draw, found = np.random.default_rng(5), {}
    heard = {name: {"without": 0, "with": 0} for name in recognisers}
    total = 0
    for speech in with_names:
        sample = sets.over(speech, sets.PLAIN_LINE, draw)
        mine = NAME.findall(speech.text)
        total += len(mine)
        listed = [*mine, *draw.choice(every, 10)]
        draw.shuffle(listed)
        for name, recogniser in recognisers.items():
            for manner, prompt in (("without", ""), ("with", ", ".join(dict.fromkeys(listed)))):
                said = set(words(recogniser.text(sample.samples, prompt)))
                heard[name][manner] += sum(one.lower() in said for one in mine)
    for name, counts in heard.items():
        found[name] = {manner: round(100 * count / max(1, total), 1) for manner, count in counts.items()}
        print(
            f"{name}: of {total} names {found[name]['without']} % heard without a prompt, {found[name]['with']} % with one"
        )
    return found


def _silence(recognisers: dict[str, Recogniser]) -> dict[str, int]:
    """Words written where nobody speaks."""
    written = {
        name: sum(len(words(recogniser.text(sound))) for sound in sets.silence(SILENT_CLIPS))
        for name, recogniser in recognisers.items()
    }
    for name, count in written.items():
        print(f"{name}: {count} words in {SILENT_CLIPS * 20 // 60} minutes without speech")
    return written


def _show(scores: dict[str, Score], show: int) -> None:
    for model, score in scores.items():
        for true, said in score.shown[:show]:
            print(f"  true: {true}\n  {model}: {said}")

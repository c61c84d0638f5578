"""Does it work here? A few steps of everything; and what PyTorch answers, for comparison with whisper.cpp.

`expected-tokens.json` holds, for each clip, the tokens (Whisper's numbers) that the network writes greedily, the
logarithm of each one's probability, and by how much it was likelier than the second. A test in Rust asks whisper.cpp
the same through whisper-rs.
"""

from __future__ import annotations

import json
import math
import wave
from pathlib import Path

import numpy as np
import torch

from . import checkpoint, export, training
from .checkpoint import Checkpoint
from .folders import REPOSITORY, Work
from .network import Network
from .settings import Settings
from .sound import make_shards
from .sound.features import RATE_HZ, Features
from .text import corpus
from .text.vocabulary import Vocabulary

CLIPS = REPOSITORY / "tests" / "fixtures" / "speech"
QUIET_AFTER = 1600
POSITION_SAMPLES = 320
MARGIN = 16
MOST_TOKENS = 60
STEPS = 40
TOLERANCE = {"f16": 0.05, "q8_0": 0.4}
"""How far logarithms of probability may lie apart: whisper.cpp rounds products to half precision, and in a file of 8 bits
the activations too."""


def smoke(work: Work, to: Path) -> None:
    """From the text to the file: prepares next to nothing, trains a few steps, exports, writes what PyTorch answers."""
    if not work.corpus.exists():
        corpus.make(work, with_prose=False, grammar_sentences=500)
    make_shards.prepare(work, None, espeak_shards=1, natural_shards=0, coded_share=1.0, processes=1, clips=120)
    settings = Settings(batch_seconds=16, longest_s=6, warm_up=5, learning_rate=3e-3, whole=0.02)
    run = training.Run(folder=str(work.folder), name="smoke", shape="smoke", steps=STEPS)
    work.log.joinpath("smoke.jsonl").unlink(missing_ok=True)
    work.out.joinpath("smoke.pt").unlink(missing_ok=True)
    saved = checkpoint.load(training.train(run, settings))
    losses = [json.loads(line)["token"] for line in work.log.joinpath("smoke.jsonl").read_text().splitlines()]
    if len(losses) < 2 or not losses[-1] < losses[0]:
        raise SystemExit(f"the loss did not fall: {losses}")
    to.mkdir(parents=True, exist_ok=True)
    size = export.export(to / "smoke-f16.bin", saved, work, "f16", last_weights=True)
    saved.average = saved.weights
    _write(to / "smoke-expected.json", expected(work, saved, TOLERANCE["f16"], forced=True))
    print(f"smoke: {STEPS} steps, loss {losses[0]:.2f} to {losses[-1]:.2f}; {to / 'smoke-f16.bin'}: {size} bytes")


def write_expected(work: Work, checkpoint_path: Path, to: Path) -> None:
    """What the shipped model's checkpoint answers to the committed clips."""
    _write(to, expected(work, checkpoint.load(checkpoint_path), TOLERANCE["q8_0"]))
    print(to)


def expected(work: Work, saved: Checkpoint, tolerance: float, forced: bool = False) -> dict:
    """What the network answers to each committed clip; `forced`: to what was truly said, where it knows too little to speak."""
    vocabulary = Vocabulary(work.asset("multilingual.tiktoken"))
    network = Network(saved.shape, vocabulary.special["unk"])
    network.load_state_dict(saved.average)
    network.eval()
    features, clips = Features(work), []
    for path in sorted(CLIPS.glob("*.wav")):
        samples = sixteen_khz(path)
        positions = 8 * math.ceil((len(samples) / POSITION_SAMPLES + MARGIN) / 8)
        mel = features.whisper_input(samples, 2 * positions)[None]
        forced_tokens = vocabulary.encode("Dzień dobry, słucham.")[0] if forced else None
        tokens, scores, margins = answer(network, vocabulary, mel, forced_tokens)
        rows = vocabulary.whisper_rows()
        clips.append(
            {
                "clip": path.stem,
                "positions": positions,
                "text": vocabulary.decode(tokens),
                "tokens": [rows[t] for t in tokens],
                "log_probabilities": [round(score, 5) for score in scores],
                "margins": [round(margin, 5) for margin in margins],
            }
        )
    head = [vocabulary.whisper_rows()[token] for token in opening(vocabulary)]
    return {"tolerance": tolerance, "opening": head, "clips": clips}


def opening(vocabulary: Vocabulary) -> list[int]:
    """The decoder's first tokens, compact."""
    return [vocabulary.special[name] for name in ("sot", "pl", "transcribe", "notime")]


@torch.no_grad()
def answer(
    network: Network, vocabulary: Vocabulary, mel: torch.Tensor, forced: list[int] | None = None
) -> tuple[list[int], list[float], list[float]]:
    """Greedy tokens up to the end, or forced ones: each one's log-probability, and its lead over the best other."""
    sound = network.encoder(mel)
    head = opening(vocabulary)
    tokens: list[int] = []
    scores, margins = [], []
    end = vocabulary.special["eot"]
    never = list(range(vocabulary.text_size, vocabulary.size))
    never.remove(end)
    while len(tokens) < (len(forced) if forced else MOST_TOKENS):
        states, _ = network.decoder(torch.tensor([head + tokens]), sound)
        logits = network.logits(states[:, -1])[0]
        if forced is None:
            logits[never] = -math.inf
            if not tokens:
                logits[[end, *vocabulary.encode("")[0]]] = -math.inf
        log_probability = logits.log_softmax(-1)
        token = forced[len(tokens)] if forced else int(log_probability.argmax())
        others = log_probability.clone()
        others[token] = -math.inf
        tokens.append(token)
        scores.append(float(log_probability[token]))
        margins.append(float(log_probability[token] - others.max()))
        if token == end:
            break
    return tokens, scores, margins


def sixteen_khz(path: Path) -> np.ndarray:
    """A recording at 8 kHz, brought to 16 kHz as the test in Rust does it, with a tenth of a second of quiet behind it."""
    with wave.open(str(path)) as recording:
        if recording.getframerate() * 2 != RATE_HZ:
            raise SystemExit(f"{path} is not at 8 kHz")
        narrow = np.frombuffer(recording.readframes(recording.getnframes()), "<i2").astype(np.float64) / 32768
    padded = np.pad(narrow, (9, 11))
    between = np.zeros(len(narrow))
    for k in range(-9, 11):
        away = 0.5 - k
        weight = np.sinc(away) * (0.5 + 0.5 * np.cos(np.pi * away / 10.5))
        between += weight * padded[9 + k : 9 + k + len(narrow)]
    wide = np.stack([narrow, between], 1).reshape(-1)
    return np.concatenate([wide, np.zeros(QUIET_AFTER)]).astype(np.float32)


def _write(path: Path, content: dict) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

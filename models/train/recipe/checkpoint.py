"""Checkpoints: saved whole or not at all, read in the format of the first model too, and cut into pieces to be carried.

A checkpoint is a dict: format, shape, weights, average (of the weights), optimisers, step, heard_s. One to be committed
has only `average`, in half precision.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import torch

from .shapes import Shape

FORMAT = 2
PIECE_BYTES = 16 * 2**20 - 4096
FIRST_NAMES = (
    (r"^tok$", "decoder.token_embedding.weight"),
    (r"^pos$", "decoder.positional_embedding"),
    (r"^ln\.", "decoder.ln."),
    (r"^(conv[12]|ln_post)\.", r"encoder.\1."),
    (r"^enc\.(\d+)\.", r"encoder.blocks.\1."),
    (r"^dec\.(\d+)\.", r"decoder.blocks.\1."),
    (r"^phon\.", "phone_head."),
    (r"^ctc\.", "letter_head."),
    (r"\.fc1\.", ".mlp.0."),
    (r"\.fc2\.", ".mlp.2."),
    (r"\.cross_attn\.q\.", ".cross_attn.query."),
)
"""The first trainer's names, and what they are called here."""


@dataclass
class Checkpoint:
    """What a run needs to go on. Weights are float32 by name; `average` is the running mean of them."""

    shape: Shape
    weights: dict[str, torch.Tensor]
    average: dict[str, torch.Tensor]
    optimisers: list[dict] = field(default_factory=list)
    step: int = 0
    heard_s: float = 0.0


def save(path: Path, checkpoint: Checkpoint) -> None:
    """Writes all of it."""
    _write(
        path,
        {
            "format": FORMAT,
            "shape": checkpoint.shape.as_dict(),
            "weights": checkpoint.weights,
            "average": checkpoint.average,
            "optimisers": checkpoint.optimisers,
            "step": checkpoint.step,
            "heard_s": checkpoint.heard_s,
        },
    )


def save_half(path: Path, checkpoint: Checkpoint) -> None:
    """Writes the average alone, in half precision: a fifth of the size, to be kept; training from it must warm up."""
    half = {name: tensor.half() for name, tensor in checkpoint.average.items()}
    _write(
        path,
        {
            "format": FORMAT,
            "shape": checkpoint.shape.as_dict(),
            "average": half,
            "step": checkpoint.step,
            "heard_s": checkpoint.heard_s,
        },
    )


def load(path: Path) -> Checkpoint:
    """Reads a checkpoint, whole or in pieces (PATH.000, PATH.001, ...), of this format or of the first model's."""
    if not path.exists() and path.with_name(path.name + ".000").exists():
        join(path)
    if not path.exists():
        raise SystemExit(f"there is no checkpoint {path}")
    raw = torch.load(path, weights_only=True, map_location="cpu")
    return _first_format(raw) if "cfg" in raw else _this_format(raw)


def split(path: Path, piece_bytes: int = PIECE_BYTES) -> list[Path]:
    """Cuts a file into PATH.000, PATH.001, ... and returns their names."""
    pieces = []
    with path.open("rb") as whole:
        while chunk := whole.read(piece_bytes):
            piece = path.with_name(f"{path.name}.{len(pieces):03d}")
            piece.write_bytes(chunk)
            pieces.append(piece)
    return pieces


def join(path: Path) -> None:
    """Puts PATH together from its pieces."""
    pieces = sorted(path.parent.glob(f"{path.name}.[0-9][0-9][0-9]"))
    with path.open("wb") as whole:
        for piece in pieces:
            whole.write(piece.read_bytes())


def _write(path: Path, content: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    torch.save(content, partial)
    os.replace(partial, path)


def _this_format(raw: dict) -> Checkpoint:
    if raw.get("format") != FORMAT:
        raise SystemExit(f"the checkpoint has format {raw.get('format')!r}; this recipe reads {FORMAT}")
    average = {name: tensor.float() for name, tensor in raw["average"].items()}
    weights = raw.get("weights") or {name: tensor.clone() for name, tensor in average.items()}
    return Checkpoint(Shape(**raw["shape"]), weights, average, raw.get("optimisers", []), raw["step"], raw["heard_s"])


def _first_format(raw: dict) -> Checkpoint:
    size = raw["cfg"]
    shape = Shape(
        width=size["d"],
        heads=size["h"],
        encoder_layers=size["enc"],
        decoder_layers=size["dec"],
        vocabulary=size["n_vocab"],
        bands=size["n_mels"],
        audio_context=size["audio_ctx"],
        text_context=size["text_ctx"],
        position_scale=size["pos_scale"],
    )
    weights = _renamed(raw["model"])
    average = _renamed(raw["ema"]) if "ema" in raw else {name: tensor.clone() for name, tensor in weights.items()}
    return Checkpoint(shape, weights, average, [], raw["step"], float(raw["aud"]))


def _renamed(first: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The first trainer's weights; its fused matrices of attention are cut apart."""
    renamed = {}
    for name, tensor in first.items():
        for pattern, instead in FIRST_NAMES:
            name = re.sub(pattern, instead, name)
        tensor = tensor.float()
        base, _, last = name.rpartition(".")
        if last == "w":
            for part, matrix in zip(("query", "key", "value"), tensor.chunk(3), strict=True):
                renamed[f"{base}.{part}.weight"] = matrix.clone()
        elif last == "wkv":
            for part, matrix in zip(("key", "value"), tensor.chunk(2), strict=True):
                renamed[f"{base}.{part}.weight"] = matrix.clone()
        elif last in ("bq", "bv"):
            renamed[f"{base}.{'query' if last == 'bq' else 'value'}.bias"] = tensor
        else:
            renamed[name] = tensor
    return renamed

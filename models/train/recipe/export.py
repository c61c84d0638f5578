"""The network as a file for whisper.cpp (its ggml format), with Whisper's whole vocabulary around the tokens in use.

A token that is not in use gets a row of zeros but for the free dimension, whose product with the last norm's constant
scores it at -40: the file works with any program that reads Whisper's models.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

import numpy as np
import torch

from .checkpoint import Checkpoint
from .folders import Work
from .network import UNKNOWN_BIAS, sinusoids
from .shapes import Shape
from .text.vocabulary import WHISPER_TOKENS, Vocabulary

MAGIC = 0x67676D6C
FREE_DIMENSION = 2.0
"""The last norm's constant in the free dimension: 2 * -20 is the score of an unused token."""
FILE_TYPES = {"f16": 1, "q8_0": 2007, "q5_0": 2008}
"""As the file says it; whisper.cpp cannot compute convolutions of a file in single precision."""
TENSOR_TYPES = {"f32": 0, "f16": 1, "q8_0": 8, "q5_0": 6}
BLOCK = 32
TRAINING_ONLY = ("phone_head.", "letter_head.")


def export(path: Path, checkpoint: Checkpoint, work: Work, kind: str = "q8_0", last_weights: bool = False) -> int:
    """Writes the average of the weights, or the last ones; returns the file's bytes."""
    vocabulary = Vocabulary(work.asset("multilingual.tiktoken"))
    weights = checkpoint.weights if last_weights else checkpoint.average
    partial = path.with_name(path.name + ".partial")
    partial.parent.mkdir(parents=True, exist_ok=True)
    with partial.open("wb") as file:
        file.write(_head(checkpoint.shape, vocabulary, np.load(work.asset("mel_filters.npz"))["mel_80"], kind))
        for name, tensor in tensors(checkpoint.shape, weights, vocabulary).items():
            file.write(_tensor(name, tensor, kind))
    os.replace(partial, path)
    return path.stat().st_size


def tensors(shape: Shape, weights: dict[str, torch.Tensor], vocabulary: Vocabulary) -> dict[str, np.ndarray]:
    """All tensors of the file by Whisper's names, float32."""
    named = {name: tensor.float().numpy() for name, tensor in weights.items() if not name.startswith(TRAINING_ONLY)}
    named["encoder.positional_embedding"] = sinusoids(shape.audio_context, shape.width).numpy() * shape.position_scale
    for convolution in ("encoder.conv1.bias", "encoder.conv2.bias"):
        named[convolution] = named[convolution].reshape(-1, 1)
    named["decoder.token_embedding.weight"] = _all_rows(named["decoder.token_embedding.weight"], vocabulary)
    gain, bias = named["decoder.ln.weight"].copy(), named["decoder.ln.bias"].copy()
    gain[-1], bias[-1] = 0, FREE_DIMENSION
    named["decoder.ln.weight"], named["decoder.ln.bias"] = gain, bias
    return {name: named[name] for name in order(shape)}


def order(shape: Shape) -> list[str]:
    """The order of the tensors in the file."""
    attention = ["query.weight", "query.bias", "key.weight", "value.weight", "value.bias", "out.weight", "out.bias"]
    both = lambda *names: [f"{name}.{part}" for name in names for part in ("weight", "bias")]  # noqa: E731

    def block(name: str, cross: bool) -> list[str]:
        parts = [*both("attn_ln"), *(f"attn.{part}" for part in attention)]
        if cross:
            parts += [*both("cross_attn_ln"), *(f"cross_attn.{part}" for part in attention)]
        return [f"{name}.{part}" for part in [*parts, *both("mlp_ln", "mlp.0", "mlp.2")]]

    names = ["encoder.positional_embedding", *both("encoder.conv1", "encoder.conv2", "encoder.ln_post")]
    for layer in range(shape.encoder_layers):
        names += block(f"encoder.blocks.{layer}", cross=False)
    names += ["decoder.positional_embedding", "decoder.token_embedding.weight", *both("decoder.ln")]
    for layer in range(shape.decoder_layers):
        names += block(f"decoder.blocks.{layer}", cross=True)
    return names


def q8_0(values: np.ndarray) -> bytes:
    """ggml's q8_0: blocks of 32 as a float16 scale and 32 signed bytes."""
    blocks = values.astype(np.float32).reshape(-1, BLOCK)
    scale = (np.abs(blocks).max(1, keepdims=True) / 127).astype(np.float16)
    divisor = np.where(scale > 0, scale.astype(np.float32), 1)
    numbers = np.where(scale > 0, np.round(blocks / divisor), 0).clip(-127, 127).astype(np.int8)
    return np.concatenate([scale.view(np.uint8), numbers.view(np.uint8)], 1).tobytes()


def q5_0(values: np.ndarray) -> bytes:
    """ggml's q5_0: blocks of 32 as a float16 scale, 32 fifth bits, and 32 nibbles (the first half in the low ones)."""
    blocks = values.astype(np.float32).reshape(-1, BLOCK)
    extreme = np.take_along_axis(blocks, np.abs(blocks).argmax(1)[:, None], 1)
    scale = (extreme / -16).astype(np.float16)
    divisor = np.where(scale != 0, scale.astype(np.float32), 1)
    numbers = np.where(scale != 0, np.floor(blocks / divisor + 16.5), 16).clip(0, 31).astype(np.uint32)
    nibbles = ((numbers[:, :16] & 15) | ((numbers[:, 16:] & 15) << 4)).astype(np.uint8)
    fifth_bits = ((numbers >> 4) << np.arange(BLOCK, dtype=np.uint32)).sum(1, dtype=np.uint32).astype("<u4")
    return np.concatenate([scale.view(np.uint8), fifth_bits[:, None].view(np.uint8), nibbles], 1).tobytes()


def file_bytes(shape: Shape, kind: str) -> int:
    """About how large a file of this shape is: its matrices and positions."""
    width = shape.width
    matrices = WHISPER_TOKENS * width + (12 * shape.encoder_layers + 16 * shape.decoder_layers) * width**2
    bytes_each = {"f16": 2, "q8_0": 34 / 32, "q5_0": 22 / 32}[kind]
    positions = (shape.audio_context + shape.text_context) * width * 4
    convolutions = 3 * width * (shape.bands + width) * 2
    return int(matrices * bytes_each + positions + convolutions + 780_000)


def _all_rows(rows: np.ndarray, vocabulary: Vocabulary) -> np.ndarray:
    """The rows of all 51 865 tokens."""
    trained = rows.copy()
    trained[:, -1] = 0
    every = np.tile(trained[vocabulary.special["unk"]], (WHISPER_TOKENS, 1))
    every[:, -1] = UNKNOWN_BIAS
    for compact, row in vocabulary.whisper_rows().items():
        every[row] = trained[compact]
    # whisper.cpp bans end, space and no-speech as the first token, so the trained no-speech row also stands at a token of
    # spaces alone: silence is answered with a blank.
    every[vocabulary.blank_row()] = trained[vocabulary.special["nosp"]]
    return every


def _head(shape: Shape, vocabulary: Vocabulary, filters: np.ndarray, kind: str) -> bytes:
    sizes = (
        WHISPER_TOKENS,
        shape.audio_context,
        shape.width,
        shape.heads,
        shape.encoder_layers,
        shape.text_context,
        shape.width,
        shape.heads,
        shape.decoder_layers,
        shape.bands,
        FILE_TYPES[kind],
    )
    words = [vocabulary.bytes_of[number] for number in range(len(vocabulary.bytes_of))]
    spelt = b"".join(struct.pack("i", len(word)) + word for word in words)
    return (
        struct.pack("12i", MAGIC, *sizes)
        + struct.pack("2i", *filters.shape)
        + filters.astype("<f4").tobytes()
        + struct.pack("i", len(words))
        + spelt
    )


def _tensor(name: str, values: np.ndarray, kind: str) -> bytes:
    """Whisper.cpp quantises matrices, keeps convolutions in half precision, and positions, norms and biases whole."""
    matrix = values.ndim >= 2 and not name.endswith(".bias") and "positional" not in name
    stored = "f32" if not matrix else kind if values.ndim == 2 else "f16"
    head = struct.pack("iii", values.ndim, len(name), TENSOR_TYPES[stored])
    sizes = b"".join(struct.pack("i", size) for size in values.shape[::-1])
    encode = {
        "q8_0": q8_0,
        "q5_0": q5_0,
        "f16": lambda x: x.astype("<f2").tobytes(),
        "f32": lambda x: x.astype("<f4").tobytes(),
    }
    return head + sizes + name.encode() + encode[stored](np.ascontiguousarray(values))

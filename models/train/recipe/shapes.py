"""The sizes of the network."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Shape:
    """The network's size."""

    width: int = 256
    heads: int = 4
    encoder_layers: int = 6
    decoder_layers: int = 3
    vocabulary: int = 1568
    bands: int = 80
    audio_context: int = 1500
    text_context: int = 448
    position_scale: float = 0.4
    """The encoder's sinusoids are scaled by it: at 1 they drown the sound while the network is young."""

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


LADDER = {
    "nano": Shape(),
    "nano-deep": Shape(encoder_layers=8, decoder_layers=4),
    "micro": Shape(width=320, heads=5, encoder_layers=6, decoder_layers=3),
    "mini": Shape(width=384, heads=6, encoder_layers=8, decoder_layers=4),
    "smoke": Shape(width=64, heads=1, encoder_layers=2, decoder_layers=2),
}
"""Sizes by name. `nano` is what ships; `smoke` is for tests."""

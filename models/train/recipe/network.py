"""The network: Whisper's architecture under Whisper's own names, with a small vocabulary and two heads for training.

As in whisper.cpp, GELU is the tanh approximation. The last dimension of the decoder is kept free: token rows and the
last norm's gain are 0 there, so that export can put a constant into it that silences the tokens not in use.
"""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional

from .shapes import Shape

PHONES = 64
LETTER_CLASSES = 34
MASKED = -1e4
UNKNOWN_BIAS = -20.0
"""In the free dimension of the input row of the token `unk`: what an unused row is in the exported file."""


def sinusoids(length: int, channels: int) -> torch.Tensor:
    """Whisper's positions of the encoder, (length, channels)."""
    step = math.log(10_000) / (channels // 2 - 1)
    frequencies = torch.exp(-step * torch.arange(channels // 2))
    angles = torch.arange(length)[:, None] * frequencies[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    """Attention with Whisper's biases: query, value and out have one, key has none."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def forward(
        self, states: torch.Tensor, source: torch.Tensor | None = None, causal: bool = False, want_weights: bool = False
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        """States (clips, n, width) attend to `source` (clips, m, width) or to themselves.

        Returns the new states, and the weights (clips, heads, n, m) if wanted.
        """
        query, key, value = self._project(states, source)
        if states.is_cuda and not want_weights:
            mixed = functional.scaled_dot_product_attention(query, key, value, is_causal=causal)
            return self.out(mixed.transpose(1, 2).flatten(2)), None
        # Plain products: on a processor with AMX twice as fast as the fused kernel.
        scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
        if causal:
            count = scores.shape[-1]
            scores = scores + torch.full((count, count), MASKED, dtype=scores.dtype, device=scores.device).triu(1)
        weights = torch.softmax(scores, -1, dtype=scores.dtype)
        mixed = (weights @ value).transpose(1, 2).flatten(2)
        return self.out(mixed), weights if want_weights else None

    def _project(self, states: torch.Tensor, source: torch.Tensor | None) -> list[torch.Tensor]:
        """Query, key and value, (clips, heads, n, width / heads) each; in one product where the source is the same."""
        no_bias = torch.zeros_like(self.value.bias)
        if source is None:
            weight = torch.cat([self.query.weight, self.key.weight, self.value.weight])
            bias = torch.cat([self.query.bias, no_bias, self.value.bias])
            parts = functional.linear(states, weight, bias).chunk(3, -1)
        else:
            weight = torch.cat([self.key.weight, self.value.weight])
            key, value = functional.linear(source, weight, torch.cat([no_bias, self.value.bias])).chunk(2, -1)
            parts = (self.query(states), key, value)
        return [part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in parts]


class Block(nn.Module):
    """A layer of the encoder, or with cross attention of the decoder."""

    def __init__(self, width: int, heads: int, cross: bool) -> None:
        super().__init__()
        self.attn = Attention(width, heads)
        self.attn_ln = nn.LayerNorm(width)
        self.cross_attn = Attention(width, heads) if cross else None
        self.cross_attn_ln = nn.LayerNorm(width) if cross else None
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(approximate="tanh"), nn.Linear(4 * width, width))
        self.mlp_ln = nn.LayerNorm(width)

    def forward(
        self, states: torch.Tensor, sound: torch.Tensor | None = None, want_weights: bool = False
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        """States (clips, n, width); with `sound`, the encoder's states, also the weights of cross attention if wanted."""
        states = states + self.attn(self.attn_ln(states), causal=sound is not None)[0]
        weights = None
        if self.cross_attn is not None and self.cross_attn_ln is not None:
            heard, weights = self.cross_attn(self.cross_attn_ln(states), sound, want_weights=want_weights)
            states = states + heard
        return states + self.mlp(self.mlp_ln(states)), weights


class Encoder(nn.Module):
    """Sound (clips, 80, frames) to states (clips, frames / 2, width)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(shape.bands, shape.width, 3, padding=1)
        self.conv2 = nn.Conv1d(shape.width, shape.width, 3, stride=2, padding=1)
        self.register_buffer(
            "positions", sinusoids(shape.audio_context, shape.width) * shape.position_scale, persistent=False
        )
        self.blocks = nn.ModuleList(Block(shape.width, shape.heads, cross=False) for _ in range(shape.encoder_layers))
        self.ln_post = nn.LayerNorm(shape.width)

    def forward(self, mel: torch.Tensor) -> torch.Tensor:
        states = functional.gelu(self.conv1(mel), approximate="tanh")
        states = functional.gelu(self.conv2(states), approximate="tanh").transpose(1, 2)
        states = states + self.positions[: states.shape[1]]
        for block in self.blocks:
            states, _ = block(states)
        return self.ln_post(states)


class Decoder(nn.Module):
    """Tokens (clips, n) and the encoder's states to states that `Network.logits` turns into tokens."""

    def __init__(self, shape: Shape, unknown: int) -> None:
        super().__init__()
        self.token_embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.positional_embedding = nn.Parameter(torch.randn(shape.text_context, shape.width) * 0.01)
        self.blocks = nn.ModuleList(Block(shape.width, shape.heads, cross=True) for _ in range(shape.decoder_layers))
        self.ln = nn.LayerNorm(shape.width)
        in_use = torch.ones(shape.width)
        in_use[-1] = 0
        unknown_row = torch.zeros(shape.vocabulary, shape.width)
        unknown_row[unknown, -1] = UNKNOWN_BIAS
        self.register_buffer("in_use", in_use, persistent=False)
        self.register_buffer("unknown_row", unknown_row, persistent=False)

    def rows(self) -> torch.Tensor:
        """The token rows as the output uses them, (vocabulary, width)."""
        return self.token_embedding.weight * self.in_use

    def forward(
        self, tokens: torch.Tensor, sound: torch.Tensor, want_weights: bool = False
    ) -> tuple[torch.Tensor, list[torch.Tensor | None]]:
        states = (
            functional.embedding(tokens, self.rows() + self.unknown_row) + self.positional_embedding[: tokens.shape[1]]
        )
        attended = []
        for block in self.blocks:
            states, weights = block(states, sound, want_weights)
            attended.append(weights)
        return self.ln(states) * self.in_use, attended


class Network(nn.Module):
    """Encoder, decoder, and the heads that teach the encoder: phones by frame, letters by CTC."""

    def __init__(self, shape: Shape, unknown: int) -> None:
        super().__init__()
        self.shape = shape
        self.unknown = unknown
        self.encoder = Encoder(shape)
        self.decoder = Decoder(shape, unknown)
        self.phone_head = nn.Linear(shape.width, PHONES)
        self.letter_head = nn.Linear(shape.width, LETTER_CLASSES)
        self._begin()

    def logits(self, states: torch.Tensor) -> torch.Tensor:
        """Float32 scores of the vocabulary for the decoder's states; never `unk`."""
        scores = functional.linear(states.float(), self.decoder.rows().float())
        never = torch.zeros(scores.shape[-1], device=scores.device)
        never[self.unknown] = MASKED
        return scores + never

    def parameter_count(self) -> int:
        return sum(parameter.numel() for parameter in self.parameters())

    @torch.no_grad()
    def _begin(self) -> None:
        """First weights: unit variance through each layer, the branches' ends scaled by depth."""
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=module.in_features**-0.5)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        nn.init.normal_(self.decoder.token_embedding.weight, std=0.05)
        if self.shape.position_scale != 1.0:
            self.encoder.conv1.weight.mul_(1.5)
            self.encoder.conv2.weight.mul_(2.0)
        branch = 1.4 * (2 * (self.shape.encoder_layers + self.shape.decoder_layers)) ** -0.5
        for block in [*self.encoder.blocks, *self.decoder.blocks]:
            for end in (
                block.attn.out,
                block.mlp[2],
                *([block.cross_attn.out] if block.cross_attn is not None else []),
            ):
                end.weight.mul_(branch)

"""Muon for the matrices of the blocks, AdamW for the rest, and the course of the learning rate."""

from __future__ import annotations

import torch

from .network import Network
from .settings import Settings

BLOCKS = ("encoder.blocks.", "decoder.blocks.")


def optimisers(network: Network, settings: Settings) -> list[torch.optim.Optimizer]:
    """Two optimisers that share a learning rate: Muon's step is matched to AdamW's root mean square."""
    matrices, rest = [], []
    for name, parameter in network.named_parameters():
        (matrices if parameter.ndim == 2 and name.startswith(BLOCKS) else rest).append(parameter)
    return [
        torch.optim.AdamW(rest, lr=settings.learning_rate, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.0, fused=True),
        torch.optim.Muon(
            matrices,
            lr=settings.learning_rate,
            weight_decay=settings.weight_decay,
            momentum=0.95,
            adjust_lr_fn="match_rms_adamw",
        ),
    ]


def rate(settings: Settings, steps_of_run: int, share_done: float) -> float:
    """The learning rate: warmed up in each run, flat, then falling in a line to next to nothing as the schedule ends."""
    warm = min(1.0, (steps_of_run + 1) / max(1, settings.warm_up))
    if share_done < settings.flat:
        return settings.learning_rate * warm
    left = (1 - share_done) / max(1e-9, 1 - settings.flat)
    return settings.learning_rate * warm * max(settings.rate_at_end, left)


def average_decay(step: int) -> float:
    """Of the running mean of the weights: short while the network is young, a thousand steps later."""
    return min(0.999, (1 + step) / (10 + step))

"""Muon for the matrices of the blocks, AdamW for the rest, and the course of the learning rate."""

from __future__ import annotations

import torch
import torch.distributed

from .network import Network
from .precision import quick
from .settings import Settings

BLOCKS = ("encoder.blocks.", "decoder.blocks.")
NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
NEWTON_SCHULZ_STEPS = 5
MATCHED_TO_ADAMW = 0.2
"""Root mean square of a step of AdamW, which Muon's is scaled to."""


class Muon(torch.optim.Optimizer):
    """Steps matrices along their momentum made orthogonal (K. Jordan et al., 2024), as `torch.optim.Muon` does, which
    knows bfloat16 alone; where several ranks hold the same gradients, each makes its share orthogonal.
    """

    def __init__(
        self, matrices: list[torch.nn.Parameter], lr: float, weight_decay: float, momentum: float = 0.95
    ) -> None:
        super().__init__(matrices, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})

    @torch.no_grad()
    def step(self) -> None:
        several = torch.distributed.is_initialized()
        rank, ranks = (torch.distributed.get_rank(), torch.distributed.get_world_size()) if several else (0, 1)
        for group in self.param_groups:
            matrices = [matrix for matrix in group["params"] if matrix.grad is not None]
            updates = [
                self._update(matrix, group["momentum"], mine=number % ranks == rank)
                for number, matrix in enumerate(matrices)
            ]
            if several:
                updates = _sum_over_ranks(updates)
            for matrix, update in zip(matrices, updates, strict=True):
                matrix.mul_(1 - group["lr"] * group["weight_decay"])
                matrix.add_(update, alpha=-group["lr"] * MATCHED_TO_ADAMW * max(matrix.shape) ** 0.5)

    def _update(self, matrix: torch.nn.Parameter, momentum: float, mine: bool) -> torch.Tensor:
        """The direction to step in; zeros where it is another rank's to find."""
        state = self.state[matrix]
        if not state:
            state["momentum_buffer"] = torch.zeros_like(matrix)
        buffer = state["momentum_buffer"].lerp_(matrix.grad, 1 - momentum)
        return orthogonal(matrix.grad.lerp(buffer, momentum)) if mine else torch.zeros_like(matrix)


def orthogonal(matrix: torch.Tensor) -> torch.Tensor:
    """A matrix with the same singular vectors and singular values near 1, by Newton and Schulz's iteration."""
    tall = matrix.shape[0] > matrix.shape[1]
    result = (matrix.T if tall else matrix).to(quick(matrix.device.type))
    result = result / result.norm().clamp(min=1e-7)
    first, second, third = NEWTON_SCHULZ
    for _ in range(NEWTON_SCHULZ_STEPS):
        gram = result @ result.T
        result = torch.addmm(result, torch.addmm(gram, gram, gram, beta=second, alpha=third), result, beta=first)
    return (result.T if tall else result).to(matrix.dtype)


def optimisers(network: Network, settings: Settings) -> list[torch.optim.Optimizer]:
    """Two optimisers that share a learning rate: Muon's step is matched to AdamW's root mean square."""
    matrices, rest = [], []
    for name, parameter in network.named_parameters():
        (matrices if parameter.ndim == 2 and name.startswith(BLOCKS) else rest).append(parameter)
    return [
        torch.optim.AdamW(rest, lr=settings.learning_rate, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.0, fused=True),
        Muon(matrices, lr=settings.learning_rate, weight_decay=settings.weight_decay),
    ]


def rate(settings: Settings, steps_of_run: int, share_done: float) -> float:
    """The learning rate: warmed up in each run, flat, then falling in a line to next to nothing as the schedule ends."""
    warm = min(1.0, (steps_of_run + 1) / max(1, settings.warm_up))
    if share_done < settings.flat:
        return settings.learning_rate * warm
    left = (1 - share_done) / max(1e-9, 1 - settings.flat)
    return settings.learning_rate * warm * max(settings.rate_at_end, left)


def average_decay(steps_of_run: int) -> float:
    """Of the running mean of the weights, which spans a ninth of the run's steps, a thousand at the most."""
    return min(0.999, (1 + steps_of_run) / (10 + steps_of_run))


def _sum_over_ranks(tensors: list[torch.Tensor]) -> list[torch.Tensor]:
    """In half precision: every rank gets the very same numbers."""
    together = torch.cat([tensor.reshape(-1) for tensor in tensors]).bfloat16()
    torch.distributed.all_reduce(together)
    parts = together.float().split([tensor.numel() for tensor in tensors])
    return [part.view_as(tensor) for part, tensor in zip(parts, tensors, strict=True)]

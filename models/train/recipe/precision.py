"""In which numbers a device multiplies quickly."""

from __future__ import annotations

import torch


def quick(device_type: str) -> torch.dtype:
    """bfloat16 on a GPU and on a processor that multiplies it itself; else float32.

    A processor that has to take bfloat16 apart is a hundred times slower with it than with float32.
    """
    if device_type != "cpu" or torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported():
        return torch.bfloat16
    return torch.float32

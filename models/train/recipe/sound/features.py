"""Whisper's features: 80 mel bands, 100 frames a second, from sound at 16 kHz.

A "power mel" is the linear power in each band, shape (..., frames, 80); its logarithm to base 10 is a "log mel".
The network's input is the log mel, limited and scaled as whisper.cpp does it, shape (..., 80, frames).
"""

from __future__ import annotations

import functools

import numpy as np
import torch

from ..folders import Work

RATE_HZ = 16_000
HOP = 160
WINDOW = 400
BANDS = 80
FRAMES_PER_SECOND = RATE_HZ // HOP
FLOOR = 1e-10


@functools.cache
def band_edges_hz() -> np.ndarray:
    """The 82 edges of the 80 triangular bands (Slaney's mel scale up to 8 kHz)."""
    return mel_to_hz(np.linspace(0, hz_to_mel(np.array(8000.0)), BANDS + 2))


def mel_to_hz(mel: np.ndarray) -> np.ndarray:
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp(np.log(6.4) / 27 * (mel - 15)))


def hz_to_mel(hz: np.ndarray) -> np.ndarray:
    return np.where(hz < 1000, hz * 3 / 200, 15 + np.log(np.maximum(hz, 1) / 1000) * 27 / np.log(6.4))


class Features:
    """The transform, with openai-whisper's own filters."""

    def __init__(self, work: Work, device: str | torch.device = "cpu") -> None:
        filters = np.load(work.asset("mel_filters.npz"))["mel_80"]
        self.filters = torch.from_numpy(filters).to(device)
        self.window = torch.hann_window(WINDOW, device=device)

    def power(self, samples: torch.Tensor) -> torch.Tensor:
        """Samples (..., n) -> power mel (..., n // 160, 80). Beyond either end there is silence."""
        frames = samples.shape[-1] // HOP
        shape = samples.shape[:-1]
        padded = torch.nn.functional.pad(samples.reshape(-1, samples.shape[-1]), (WINDOW // 2, WINDOW))
        spectrum = torch.stft(padded, WINDOW, HOP, window=self.window, center=False, return_complex=True)[..., :frames]
        power = spectrum.real.square() + spectrum.imag.square()
        return (self.filters @ power).transpose(-1, -2).reshape(*shape, frames, BANDS)

    def whisper_input(self, samples: np.ndarray, frames: int) -> torch.Tensor:
        """Samples (n) -> the network's input (80, frames), exactly as whisper.cpp has it: mirrored at the beginning."""
        length = frames * HOP
        padded = np.zeros(WINDOW // 2 + length + WINDOW, np.float32)
        kept = samples[:length]
        padded[WINDOW // 2 : WINDOW // 2 + len(kept)] = kept
        mirrored = kept[1 : 1 + WINDOW // 2][::-1]
        padded[WINDOW // 2 - len(mirrored) : WINDOW // 2] = mirrored
        device = self.filters.device
        spectrum = torch.stft(
            torch.from_numpy(padded).to(device), WINDOW, HOP, window=self.window, center=False, return_complex=True
        )[..., :frames]
        power = (self.filters @ (spectrum.real.square() + spectrum.imag.square())).T
        return network_input(power[None])[0]


def network_input(power: torch.Tensor) -> torch.Tensor:
    """Power mel (clips, frames, 80) -> the network's input (clips, 80, frames): eight decades below each clip's loudest."""
    logarithm = power.clamp(min=FLOOR).log10()
    loudest = logarithm.amax(dim=(1, 2), keepdim=True)
    return ((torch.maximum(logarithm, loudest - 8) + 4) / 4).transpose(1, 2).contiguous()

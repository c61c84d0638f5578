"""A call's line on log mels: a hundredth of the cost of the same on samples, and the same on a processor and on CUDA.

Speaker (vocal tract) and tempo change by stretching the mel's two axes; a room leaves a tail on each frame; noise and
babble add their power; band, tilt and coder are gains and a noise that follows each frame's power. A test holds it to
the way on samples (`line.py`). GSM is not imitated here: coded shards went through the real coder.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from . import noises, shards
from .features import BANDS, FLOOR, Features, band_edges_hz, hz_to_mel, network_input

LONGEST_TAIL = 7
"""A room's tail is computed over 2 to the power of this frames."""
TELEPHONE_TOP_HZ = 4000.0
RAGGED_FRAMES = 4000


@dataclass
class Calls:
    """What happens to each clip of a batch; arrays of length `clips`, drawn on the processor.

    `lead` and `tail` are frames of line before and after the speech. Levels in dB; a ratio of `inf` leaves its thing out.
    """

    tempo: np.ndarray
    stretch: np.ndarray
    lead: np.ndarray
    tail: np.ndarray
    room_decay: np.ndarray
    room_strength: np.ndarray
    noise_below_db: np.ndarray
    babble_below_db: np.ndarray
    babble_voices: np.ndarray
    level_dbfs: np.ndarray
    tilt_db: np.ndarray
    unevenness_db: np.ndarray
    low_hz: np.ndarray
    high_hz: np.ndarray
    band: np.ndarray
    coder_below: np.ndarray
    """Decades that the coder's noise lies below each frame; `inf` without a coder."""

    def rows(self, picked: np.ndarray) -> Calls:
        """Those of some clips, in the order picked."""
        return Calls(**{name: values[picked] for name, values in vars(self).items()})

    def frames(self, speech_frames: np.ndarray) -> np.ndarray:
        """Frames of each finished clip."""
        return self.lead + self.spoken_frames(speech_frames) + self.tail

    def spoken_frames(self, speech_frames: np.ndarray) -> np.ndarray:
        return np.maximum(2, (speech_frames / self.tempo).astype(np.int64))


def draw_calls(draw: np.random.Generator, clips: int, strength: float = 1.0) -> Calls:
    """Lines and speakers at random; `strength` 0 varies little, 1 is what calls are like."""

    def sometimes(chance: float, values: np.ndarray, otherwise: float) -> np.ndarray:
        return np.where(draw.random(clips) < chance, values, otherwise)

    uniform = lambda low, high: draw.uniform(low, high, clips)  # noqa: E731
    segmenter_lead = draw.normal(20, 3, clips).clip(0, 30)
    lead = np.where(
        draw.random(clips) < 0.5, segmenter_lead, np.where(draw.random(clips) < 0.6, uniform(0, 25), uniform(0, 80))
    )
    return Calls(
        tempo=sometimes(0.15 + 0.6 * strength, uniform(0.98 - 0.17 * strength, 1.02 + 0.25 * strength), 1.0),
        stretch=sometimes(0.15 + 0.6 * strength, uniform(0.98 - 0.14 * strength, 1.02 + 0.18 * strength), 1.0),
        lead=lead.astype(np.int64),
        tail=uniform(3, 40).astype(np.int64),
        room_decay=10 ** (-0.06 / uniform(0.08, 0.7)),
        # From a whisper of a room to a loudspeaker telephone, whose walls are as loud as the voice.
        room_strength=sometimes(0.25 * strength, 10 ** uniform(-1.7, 0.4), 0.0),
        noise_below_db=sometimes(0.35 + 0.25 * strength, uniform(22 - 14 * strength, 42 - 5 * strength), np.inf),
        babble_below_db=sometimes(0.2 * strength, uniform(8, 28), np.inf),
        babble_voices=draw.integers(1, 5, clips),
        level_dbfs=uniform(-42, -5),
        tilt_db=sometimes(0.6, uniform(-6, 6) * strength, 0.0),
        unevenness_db=np.where(draw.random((clips, 1)) < 0.3 * strength, draw.normal(0, 2.5, (clips, 7)), 0.0),
        low_hz=uniform(120, 340),
        high_hz=uniform(3200, 3800),
        band=draw.random(clips) < 0.93,
        coder_below=np.where(
            draw.random(clips) < 0.9, np.where(draw.random(clips) < 0.8, 3.8, uniform(1.8, 3.0)), np.inf
        ),
    )


class MelLine:
    """The renderer, on one device, with its bank of noises."""

    def __init__(self, features: Features, seed: int = 1, noise_seconds: int = 20, noises_kept: int = 24) -> None:
        self.device = features.filters.device
        draw = np.random.default_rng(seed)
        tensor = lambda array: torch.from_numpy(np.asarray(array, np.float32)).to(self.device)  # noqa: E731
        colours = np.stack([noises.coloured(draw, noise_seconds * 16_000) for _ in range(noises_kept)])
        self.noises = features.power(tensor(colours))
        white = np.random.default_rng(0).standard_normal(160_000).astype(np.float32)
        self.white = features.power(tensor(white)).mean(0)
        edges = band_edges_hz()
        self.centre_hz = tensor(edges[1:-1])
        self.band_width = tensor((edges[2:] - edges[:-2]) / 2)
        self.unit_power = (self.white * self.band_width).sum()
        self.ragged = tensor(np.random.default_rng(1).uniform(0.5, 1.5, (RAGGED_FRAMES, BANDS)))
        self.places = tensor(
            np.stack([np.interp(np.arange(BANDS), np.linspace(0, BANDS - 1, 7), row) for row in np.eye(7)])
        )
        self.mel_step = float(hz_to_mel(np.array(8000.0)) / (BANDS + 1))

    def render(
        self, clean: torch.Tensor, speech_frames: np.ndarray, calls: Calls, generator: torch.Generator
    ) -> torch.Tensor:
        """Clean log mels (clips, frames, 80) -> the network's input (clips, 80, longest finished clip).

        Clips are told from their padding by `speech_frames`. The generator places noises; what matters lies in `calls`.
        """
        finished = torch.from_numpy(calls.frames(speech_frames)).to(self.device)
        longest = int(finished.max())
        speech = self._speech(self._stretched(clean, calls), speech_frames, calls, longest)
        power = self._room(speech, calls)
        power = self._noise(power, calls, generator)
        power = self._babble(power, clean, speech_frames, calls, generator)
        power = power * self._tensor(10 ** (calls.level_dbfs / 10))[:, None, None]
        power = self._telephone(power, calls, generator)
        inside = torch.arange(longest, device=self.device)[None] < finished[:, None]
        return network_input(torch.where(inside[..., None], power, FLOOR))

    def _tensor(self, array: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(np.asarray(array, np.float32)).to(self.device)

    def _stretched(self, clean: torch.Tensor, calls: Calls) -> torch.Tensor:
        """The frequency axis made longer: a shorter vocal tract."""
        centre = band_edges_hz()[1:-1]
        positions = hz_to_mel(centre[None] / calls.stretch[:, None]) / self.mel_step - 1
        return _interpolated(clean, self._tensor(positions.clip(0, BANDS - 1)), dimension=2)

    def _speech(self, stretched: torch.Tensor, speech_frames: np.ndarray, calls: Calls, longest: int) -> torch.Tensor:
        """Tempo and lead: power (clips, longest, 80), next to nothing outside the speech."""
        spoken = calls.spoken_frames(speech_frames)
        since = np.arange(longest)[None] - calls.lead[:, None]
        positions = (since * calls.tempo[:, None]).clip(0, np.maximum(0, speech_frames[:, None] - 1.001))
        moved = _interpolated(stretched, self._tensor(positions), dimension=1)
        inside = torch.from_numpy((since >= 0) & (since < spoken[:, None])).to(self.device)
        return torch.where(inside[..., None], torch.pow(10.0, moved), FLOOR)

    def _room(self, power: torch.Tensor, calls: Calls) -> torch.Tensor:
        """Each frame leaves a tail: the sum over k of decay^k times the frame k before, by doubling."""
        rows = np.nonzero(calls.room_strength > 0)[0]
        if not len(rows):
            return power
        index = torch.from_numpy(rows).to(self.device)
        tail = torch.nn.functional.pad(power[index], (0, 0, 1, 0))[:, :-1]
        for doubling in range(LONGEST_TAIL):
            shift = min(1 << doubling, tail.shape[1])
            factor = self._tensor(calls.room_decay[rows] ** (1 << doubling))[:, None, None]
            tail = tail + factor * torch.nn.functional.pad(tail, (0, 0, shift, 0))[:, : tail.shape[1]]
        strength = self._tensor(0.12 * calls.room_strength[rows])[:, None, None]
        return power.index_add(0, index, strength * tail)

    def _noise(self, power: torch.Tensor, calls: Calls, generator: torch.Generator) -> torch.Tensor:
        gain = self._tensor(10 ** (-calls.noise_below_db / 10))[:, None, None]
        clips, frames, _ = power.shape
        kind = torch.randint(len(self.noises), (clips, 1), generator=generator, device=self.device)
        return power + gain * self.noises[kind, self._places(clips, frames, self.noises.shape[1], generator)]

    def _babble(
        self,
        power: torch.Tensor,
        clean: torch.Tensor,
        speech_frames: np.ndarray,
        calls: Calls,
        generator: torch.Generator,
    ) -> torch.Tensor:
        """One to four other clips of the batch, each repeated to fill the call."""
        clips, frames, _ = power.shape
        lengths = torch.from_numpy(speech_frames).to(self.device)
        for voice in range(int(calls.babble_voices.max())):
            speaks = np.where(
                (calls.babble_voices > voice) & (clips > voice + 1), 10 ** (-calls.babble_below_db / 10), 0.0
            )
            rows = np.nonzero(speaks)[0]
            if not len(rows):
                continue
            index = torch.from_numpy(rows).to(self.device)
            other = (index + voice + 1) % clips
            start = torch.randint(1 << 20, (len(rows), 1), generator=generator, device=self.device)
            at = (start + torch.arange(frames, device=self.device)) % lengths[other][:, None]
            share = self._tensor(speaks[rows] / calls.babble_voices[rows])[:, None, None]
            power = power.index_add(0, index, share * torch.pow(10.0, clean[other[:, None], at].float()))
        return power

    def _telephone(self, power: torch.Tensor, calls: Calls, generator: torch.Generator) -> torch.Tensor:
        """Tilt, an uneven response, the band, and the coder's noise under each frame."""
        octaves = torch.log2(self.centre_hz.clamp(min=100) / 1000)
        decibels = self._tensor(calls.tilt_db / 2)[:, None] * octaves + self._tensor(calls.unevenness_db) @ self.places
        low, high = self._tensor(calls.low_hz)[:, None], self._tensor(calls.high_hz)[:, None]
        band = 1 / (1 + (low / self.centre_hz) ** 8) / (1 + (self.centre_hz / high) ** 24)
        banded = torch.from_numpy(calls.band).to(self.device)[:, None]
        power = power * (10 ** (decibels / 10) * torch.where(banded, band, torch.ones_like(band)))[:, None]
        clips, frames, _ = power.shape
        loudness = (power * self.band_width).sum(-1, keepdim=True) / self.unit_power
        below = self._tensor(np.where(np.isfinite(calls.coder_below) & calls.band, 10.0**-calls.coder_below, 0.0))[
            :, None, None
        ]
        coded = (
            (loudness * below + 10**-7.7 * (below > 0))
            * self.white
            * self.ragged[self._places(clips, frames, RAGGED_FRAMES, generator)]
        )
        above = (self.centre_hz > TELEPHONE_TOP_HZ)[None] & banded
        return torch.where(above[:, None], FLOOR, power + coded)

    def _places(self, clips: int, frames: int, length: int, generator: torch.Generator) -> torch.Tensor:
        """Frame numbers (clips, frames) that begin anywhere and wrap around."""
        start = torch.randint(length, (clips, 1), generator=generator, device=self.device)
        return (start + torch.arange(frames, device=self.device)) % length


def _interpolated(mel: torch.Tensor, positions: torch.Tensor, dimension: int) -> torch.Tensor:
    """A mel (clips, frames, 80) at fractional positions (clips, n) of dimension 1 (time) or 2 (bands)."""
    last = mel.shape[dimension] - 1
    lower = positions.long().clamp(max=max(0, last - 1))
    weight = positions - lower
    upper = (lower + 1).clamp(max=last)
    if dimension == 1:
        row = torch.arange(mel.shape[0], device=mel.device)[:, None]
        weight = weight[..., None]
        return torch.lerp(mel[row, lower].float(), mel[row, upper].float(), weight)
    expand = lambda index: index[:, None, :].expand(-1, mel.shape[1], -1)  # noqa: E731
    return torch.lerp(mel.gather(2, expand(lower)).float(), mel.gather(2, expand(upper)).float(), expand(weight))


PAUSE = shards.LOG_FLOOR

"""Plans of batches: which frames, which line, which targets. Rendering turns a plan's frames into the network's input.

A plan is made of small arrays of numbers, so that planners in other processes can feed a GPU that holds all mels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch

from .library import Library, Take, cut_off
from .settings import Settings
from .sound.mel_line import PAUSE, Calls, MelLine, draw_calls
from .targets import IGNORED, Style, Target, Targets

CANDIDATES = 64
FRAMES_STEP = 16
"""Inputs are padded to a multiple of so many frames: few shapes keep the kernels' caches small."""
WHOLE_FRAMES = 3000
SHORT_S = 4.0


@dataclass
class Plan:
    """One batch before its sound is rendered. Arrays are padded to the longest row."""

    frames: np.ndarray
    """int32 (clips, longest): frame numbers of the library, -1 for a pause or beyond the end."""
    speech_frames: np.ndarray
    calls: Calls
    input_frames: int
    masks: np.ndarray
    """int (clips, 4, 2): two masks of bands, two of frames, first and last + 1."""
    inputs: np.ndarray
    outputs: np.ndarray
    windows: np.ndarray
    phones: np.ndarray
    letters: np.ndarray
    letter_counts: np.ndarray

    @property
    def seconds(self) -> float:
        return self.frames.shape[0] * self.input_frames / 100


class Planner:
    """Draws plans from a library."""

    def __init__(self, library: Library, targets: Targets, settings: Settings, seed: int) -> None:
        self.library, self.targets, self.settings = library, targets, settings
        self.draw = np.random.default_rng(seed)

    def plan(self, young: bool = False) -> Plan:
        """A batch of clips of about one length. `young`: short clips only."""
        whole = self.draw.random() < self.settings.whole
        takes = self._takes(SHORT_S if young else self.settings.longest_s, whole)
        speech_frames = np.array([len(take.frames) for take in takes])
        calls = draw_calls(self.draw, len(takes), self.settings.line_strength)
        longest = int(calls.frames(speech_frames).max())
        input_frames = FRAMES_STEP * math.ceil(longest / FRAMES_STEP)
        if self.draw.random() < 0.12:
            input_frames += FRAMES_STEP * int(self.draw.integers(0, 8))
        input_frames = WHOLE_FRAMES if whole else min(input_frames, WHOLE_FRAMES)
        targets = [self._target(take, calls, row, input_frames // 2) for row, take in enumerate(takes)]
        return Plan(
            frames=_padded([take.frames for take in takes], -1, np.int32),
            speech_frames=speech_frames,
            calls=calls,
            input_frames=input_frames,
            masks=self._masks(len(takes), input_frames),
            **_stacked(targets),
        )

    def _takes(self, longest_s: float, whole: bool) -> list[Take]:
        """Candidates sorted by length, and a run of neighbours among them that fills the batch."""
        settings, draw = self.settings, self.draw
        wanted = max(CANDIDATES, int(settings.batch_seconds / 2))
        candidates = []
        while len(candidates) < wanted:
            first = self.library.pick(draw, settings.natural)
            if self.library.clip(first).seconds <= longest_s:
                keys, pauses = self.library.join(first, draw, settings.joined, longest_s)
                seconds = sum(self.library.clip(key).seconds for key in keys) + sum(pauses) / 100
                candidates.append((seconds, keys, pauses))
        candidates.sort(key=lambda candidate: candidate[0])
        middle = int(draw.integers(len(candidates)))
        count = max(1, int(settings.batch_seconds / (30 if whole else candidates[middle][0] + 0.6)))
        begin = max(0, min(middle - count // 2, len(candidates) - count))
        return [self._take(keys, pauses) for _, keys, pauses in candidates[begin : begin + count]]

    def _take(self, keys: list, pauses: list[int]) -> Take:
        silent = self.library.pick_silent(self.draw) if self.draw.random() < self.settings.without_speech else None
        if silent is not None:
            return self.library.take([silent], [])
        take = self.library.take(keys, pauses)
        return cut_off(take, self.draw) if self.draw.random() < self.settings.cut_off else take

    def _target(self, take: Take, calls: Calls, row: int, positions: int) -> Target:
        if not take.said.text:
            return self.targets.silence(positions, self.draw)
        lead, tempo = float(calls.lead[row]), float(calls.tempo[row])
        style = Style(timestamps=self.draw.random() < self.settings.timestamps, token_noise=self.settings.token_noise)
        if self.draw.random() < self.settings.prompts:
            others = [
                self.library.clip(self.library.pick(self.draw, 0.5)).text for _ in range(self.draw.integers(1, 6))
            ]
            style.prompt = self.targets.prompt(take.said.text, others, self.draw)
        return self.targets.speech(take.said, lead, tempo, positions, style, self.draw)

    def _masks(self, clips: int, input_frames: int) -> np.ndarray:
        """At times ten bands or a tenth of a second are lost."""
        first = np.stack(
            [self.draw.integers(0, 70, (clips, 2)), self.draw.integers(0, input_frames, (clips, 2))], 1
        ).reshape(clips, 4)
        width = self.draw.integers(1, 12, (clips, 4)) * (self.draw.random((clips, 4)) < self.settings.masked)
        return np.stack([first, first + width], -1)


class Renderer:
    """Turns plans into batches of tensors on one device."""

    def __init__(self, line: MelLine, seed: int) -> None:
        self.line = line
        self.generator = torch.Generator(line.device).manual_seed(seed)

    @torch.no_grad()
    def render(self, plan: Plan, clean: torch.Tensor) -> dict[str, torch.Tensor]:
        """Clean log mels (clips, longest, 80) of the plan's frames -> the batch: `mel` (clips, 80, frames) and targets."""
        rendered = self.line.render(clean, plan.speech_frames, plan.calls, self.generator)[..., : plan.input_frames]
        quietest = rendered.amin(dim=(1, 2), keepdim=True)
        mel = quietest.expand(-1, rendered.shape[1], plan.input_frames).clone()
        mel[..., : rendered.shape[-1]] = rendered
        for row, mask in zip(*np.nonzero(plan.masks[..., 1] > plan.masks[..., 0]), strict=True):
            begin, end = plan.masks[row, mask]
            if mask < 2:
                mel[row, begin:end] = quietest[row, 0, 0]
            else:
                mel[row, :, begin:end] = quietest[row, 0, 0]
        batch = {"mel": mel}
        for name in ("inputs", "outputs", "windows", "phones", "letters", "letter_counts"):
            batch[name] = torch.from_numpy(getattr(plan, name)).to(self.line.device, non_blocking=True)
        return batch


def gather_on_processor(library: Library, plan: Plan) -> torch.Tensor:
    """The plan's clean mels, read from the shards."""
    rows = [library.gather(frames) for frames in plan.frames]
    return torch.from_numpy(np.stack(rows))


def gather_on_device(all_mels: torch.Tensor, plan: Plan) -> torch.Tensor:
    """The plan's clean mels, from all mels (frames, 80) held on the device."""
    frames = torch.from_numpy(plan.frames).to(all_mels.device, non_blocking=True).long()
    return torch.where((frames >= 0)[..., None], all_mels[frames.clamp(min=0)].float(), PAUSE)


def _stacked(targets: list[Target]) -> dict[str, np.ndarray]:
    counts = np.array([len(target.letters) for target in targets])
    return {
        "inputs": _padded([target.inputs for target in targets], 0, np.int64),
        "outputs": _padded([target.outputs for target in targets], IGNORED, np.int64),
        "windows": _padded([np.array(target.windows) for target in targets], -1, np.int64),
        "phones": np.stack([target.phones for target in targets]),
        "letters": _padded([target.letters for target in targets], 0, np.int64),
        "letter_counts": counts,
    }


def _padded(rows: list, filler: int, kind: type) -> np.ndarray:
    longest = max(1, *(len(row) for row in rows))
    trailing = np.asarray(rows[0]).shape[1:]
    padded = np.full((len(rows), longest, *trailing), filler, kind)
    for row, values in zip(padded, rows, strict=True):
        row[: len(values)] = values
    return padded

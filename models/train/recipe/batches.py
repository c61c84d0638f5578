"""Plans of batches: which frames, which line, which targets. Rendering turns a plan's frames into the network's input.

A plan is made of small arrays of numbers, so that planners in other processes can feed a GPU that holds all mels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from .library import Library, Take, cut_off
from .settings import Settings
from .sound.mel_line import PAUSE, Calls, MelLine, draw_calls
from .targets import IGNORED, Style, Target, Targets

POOL = 16
"""Batches drawn together: the more, the more alike the lengths within each."""
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
        self.pool: list[tuple[list[Take], Calls, int]] = []

    def plan(self, young: bool = False) -> Plan:
        """A batch of clips of about one length. `young`: short clips only."""
        if not self.pool:
            self.pool = self._drawn(SHORT_S if young else self.settings.longest_s)
        takes, calls, input_frames = self.pool.pop()
        targets = [self._target(take, calls, row, input_frames // 2) for row, take in enumerate(takes)]
        return Plan(
            frames=_padded([take.frames for take in takes], -1, np.int32),
            speech_frames=_lengths(takes),
            calls=calls,
            input_frames=input_frames,
            masks=self._masks(len(takes), input_frames),
            **_stacked(targets),
        )

    def _drawn(self, longest_s: float) -> list[tuple[list[Take], Calls, int]]:
        """Batches in any order, each with its rows' padded length: clips sorted by their length on the line and cut where
        a batch is full, lest the network work on padding; some taken out before at random and padded to 30 s."""
        settings, budget = self.settings, int(100 * self.settings.batch_seconds)
        takes, wanted = [], POOL * budget
        while wanted > 0:
            takes.append(self._take(longest_s))
            wanted -= len(takes[-1].frames)
        calls = draw_calls(self.draw, len(takes), settings.line_strength)
        frames = np.minimum(calls.frames(_lengths(takes)), WHOLE_FRAMES)
        frames = FRAMES_STEP * np.ceil(frames / FRAMES_STEP).astype(int)
        left, cut = list(self.draw.permutation(len(takes))), []
        for _ in range(self.draw.binomial(POOL, settings.whole)):
            rows = max(1, budget // WHOLE_FRAMES)
            cut.append((left[-rows:], WHOLE_FRAMES))
            del left[-rows:]
        left.sort(key=lambda row: frames[row])
        while left:
            longest = int(frames[left[-1]])
            rows = max(1, budget // longest)
            rows = len(left) if len(left) < 1.5 * rows else rows  # a few leftovers would weigh as much
            cut.append((left[-rows:], longest))
            del left[-rows:]
        self.draw.shuffle(cut)
        return [([takes[row] for row in rows], calls.rows(np.array(rows)), longest) for rows, longest in cut]

    def _take(self, longest_s: float) -> Take:
        """A clip, at times joined by others, cut off, or without speech."""
        settings, draw = self.settings, self.draw
        silent = self.library.pick_silent(draw) if draw.random() < settings.without_speech else None
        if silent is not None:
            return self.library.take([silent], [])
        while True:
            first = self.library.pick(draw, settings.natural)
            if self.library.clip(first).seconds <= longest_s:
                break
        take = self.library.take(*self.library.join(first, draw, settings.joined, longest_s))
        return cut_off(take, draw) if draw.random() < settings.cut_off else take

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


def _lengths(takes: list[Take]) -> np.ndarray:
    return np.array([len(take.frames) for take in takes])


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

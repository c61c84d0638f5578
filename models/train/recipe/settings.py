"""What a training run is told. Every field is an option of `train train` (`--batch-seconds` for `batch_seconds`)."""

from __future__ import annotations

from dataclasses import dataclass, field


def option(default: float | str | bool, says: str):
    """A field with its line of help."""
    return field(default=default, metadata={"help": says})


@dataclass
class Settings:
    """Defaults are for a processor of two cores; `for_cuda` gives those for a GPU."""

    seed: int = option(1, "seed of everything drawn")
    learning_rate: float = option(1.2e-3, "of both optimisers at its height")
    weight_decay: float = option(0.05, "of the matrices that Muon steps")
    warm_up: int = option(150, "steps until the learning rate is at its height")
    flat: float = option(0.5, "share of the schedule before the rate begins to fall")
    rate_at_end: float = option(0.02, "share of the learning rate that is left at the end")
    batch_seconds: float = option(96.0, "seconds of sound in a step of one rank")
    longest_s: float = option(14.0, "longest clip, joined ones too")
    short_steps: int = option(0, "so many steps at the beginning with clips of 4 s at the most")
    natural: float = option(0.5, "share of clips by natural-sounding voices (shards rh_ and co_rh_)")
    joined: float = option(0.5, "share of clips lengthened by another of the same voice")
    cut_off: float = option(0.1, "share of clips cut off in the middle of a word, where words have times")
    line_strength: float = option(1.0, "0 varies lines, noise, speaker and tempo little, 1 as much as calls do")
    without_speech: float = option(0.04, "share of clips without speech")
    masked: float = option(0.05, "chance of each of two masks in time and in frequency")
    whole: float = option(0.1, "share of batches padded to the full 30 s")
    timestamps: float = option(0.15, "share of clips with timestamps")
    prompts: float = option(
        0.15, "share of clips after a prompt: names in the speech and others, or an earlier utterance"
    )
    token_noise: float = option(0.1, "share of the decoder's inputs replaced at random, so that it listens")
    encoder_every: int = option(1, "of so many steps one teaches the encoder too; the others cost half as much")
    guide_steps: int = option(5000, "steps in which cross attention is led to each word's time")
    guide_weight: float = option(0.5, "weight of that lead at the beginning")
    phone_weight: float = option(1.0, "weight of the phones by frame")
    letter_weight: float = option(0.3, "weight of the letters (CTC)")
    encoder_lessons: float = option(0.3, "share of the two above that remains after 4 000 steps")

    @staticmethod
    def for_cuda() -> dict[str, float]:
        """What differs on a GPU: hundreds of clips a step, fewer and larger steps."""
        return {"batch_seconds": 2400.0, "learning_rate": 2e-3, "warm_up": 200, "guide_steps": 2500}

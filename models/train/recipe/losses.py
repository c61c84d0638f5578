"""What the network is judged by: the next token; and while it is young the phones, the letters and the place of each word."""

from __future__ import annotations

import torch
from torch.nn import functional

from .network import Network
from .precision import quick
from .settings import Settings
from .targets import IGNORED

FEWEST_LETTERS = 10
"""Of the mean loss per letter: a clip without speech would else weigh as much as hundreds of letters."""
LESSONS_FULL_STEPS, LESSONS_FADE_STEPS = 1500, 4000


def losses(
    network: Network, batch: dict[str, torch.Tensor], settings: Settings, step: int
) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """The sum to be made smaller, and its parts for the log."""
    mel = batch["mel"]
    guided = step < settings.guide_steps
    teaching = encoder_learns(settings, step)
    precision = quick(mel.device.type)
    with torch.autocast(mel.device.type, precision, enabled=precision != torch.float32):
        with torch.set_grad_enabled(teaching and torch.is_grad_enabled()):
            sound = network.encoder(mel)
        states, attended = network.decoder(batch["inputs"], sound, want_weights=guided)
    parts = tokens(network, states, batch["outputs"])
    total = parts["token"]
    if teaching:
        lessons = lesson_share(step, settings.encoder_lessons)
        parts["letter"] = letters(network, sound, batch)
        total = total + settings.letter_weight * lessons * parts["letter"]
        phone = phones(network, sound, batch["phones"])
        if phone is not None:
            parts["phone"] = phone
            total = total + settings.phone_weight * lessons * phone
    if guided:
        parts["guide"] = guide(attended, batch["windows"])
        total = total + settings.guide_weight * min(1.0, 1.5 * (1 - step / settings.guide_steps)) * parts["guide"]
    return total, parts


def tokens(network: Network, states: torch.Tensor, outputs: torch.Tensor) -> dict[str, torch.Tensor]:
    """Cross entropy of the tokens asked for, and how many were right."""
    asked = outputs != IGNORED
    wanted = outputs[asked]
    scores = network.logits(states[asked])
    right = (scores.detach().argmax(-1) == wanted).float().mean()
    return {"token": functional.cross_entropy(scores, wanted), "right": right}


def letters(network: Network, sound: torch.Tensor, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Connectionist temporal classification of the letters, per letter."""
    log_probability = network.letter_head(sound.float()).log_softmax(-1).transpose(0, 1)
    positions = torch.full((sound.shape[0],), sound.shape[1], device=sound.device)
    loss = functional.ctc_loss(
        log_probability, batch["letters"], positions, batch["letter_counts"], reduction="none", zero_infinity=True
    )
    return (loss / batch["letter_counts"].clamp(min=FEWEST_LETTERS)).mean()


def phones(network: Network, sound: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor | None:
    """Cross entropy of the phone at each position, of the clips whose phones are known."""
    known = wanted[:, 0] != IGNORED
    if not known.any():
        return None
    return functional.cross_entropy(network.phone_head(sound[known].float()).flatten(0, 1), wanted[known].flatten())


def guide(attended: list[torch.Tensor | None], windows: torch.Tensor) -> torch.Tensor:
    """How little of the cross attention (its heads but the last) lies on the word's window: minus the logarithm, over layers."""
    known = windows[..., 1] >= 0
    total = torch.zeros((), device=windows.device)
    for weights in attended:
        if weights is None:
            continue
        position = torch.arange(weights.shape[-1], device=windows.device)
        inside = (position >= windows[..., :1]) & (position <= windows[..., 1:])
        led = weights[:, : max(1, weights.shape[1] - 1)].float().mean(1)
        on_word = (led * inside).sum(-1)[known]
        total = total - on_word.clamp(min=1e-4).log().sum() / known.sum().clamp(min=1)
    return total


def encoder_learns(settings: Settings, step: int) -> bool:
    """Whether this step teaches the encoder too, or the decoder alone."""
    return step % settings.encoder_every == 0


def lesson_share(step: int, remaining: float) -> float:
    """The encoder's lessons are whole at first and fade to a share."""
    if step < LESSONS_FULL_STEPS:
        return 1.0
    return max(remaining, 1 - (step - LESSONS_FULL_STEPS) / LESSONS_FADE_STEPS)

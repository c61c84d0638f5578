"""whisper.cpp as Czujka uses it: a narrow beam, no fallback, context cut to the utterance."""

from __future__ import annotations

import math
import os

import numpy as np

POSITION_SAMPLES = 320
MARGIN = 16
QUIET_AFTER = 1600
SHORTEST = 16_000
WHOLE_POSITIONS = 1500
BEAMS = 3
"""As many as `beams` in models/manifest.toml says of the model that ships."""
BEAM_SEARCH = 1


class Recogniser:
    """One model on one thread. `beams`: how many beginnings of a transcript are followed side by side; 1 is greedy."""

    def __init__(self, path: str, beams: int = BEAMS) -> None:
        from pywhispercpp.model import Model

        search = {"params_sampling_strategy": BEAM_SEARCH, "beam_search": {"beam_size": beams, "patience": -1.0}}
        self.model = Model(
            path,
            **(search if beams > 1 else {}),
            n_threads=1,
            print_progress=False,
            print_realtime=False,
            redirect_whispercpp_logs_to=os.devnull,
            language="pl",
            single_segment=True,
            no_context=True,
            suppress_blank=True,
            temperature_inc=0.0,
            no_timestamps=True,
        )

    def text(self, samples: np.ndarray, prompt: str = "", whole: bool = False) -> str:
        """What is said in samples at 16 kHz. `whole`: with the full context of 30 s, as other programs do it."""
        padded = np.concatenate([samples, np.zeros(QUIET_AFTER)]).astype(np.float32)
        if len(padded) < SHORTEST:
            padded = np.pad(padded, (0, SHORTEST - len(padded)))
        positions = 8 * math.ceil((len(padded) / POSITION_SAMPLES + MARGIN) / 8)
        context = WHOLE_POSITIONS if whole else min(WHOLE_POSITIONS, positions)
        segments = self.model.transcribe(padded, audio_ctx=context, initial_prompt=prompt)
        return "".join(segment.text for segment in segments)

"""A call's line on the samples: room, noise before the coder, babble, sidetone, level, telephone, coder.

This is the slow and true way, for coded copies of shards and for measuring. `mel_line.py` is the quick one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from . import codecs, noises

CODERS = {"a-law": codecs.a_law, "gsm": codecs.gsm, "none": None}


@dataclass
class Line:
    """What a line does to speech. Levels are root mean squares in dBFS; `None` leaves a thing out."""

    level_dbfs: float = -24.0
    noise_dbfs: float | None = None
    babble_below_db: float | None = None
    sidetone_below_db: float | None = None
    """The other party's voice leaking back, so far below the speech."""
    room_s: float | None = None
    """Time in which reverberation falls by 60 dB."""
    room_strength: float | None = None
    """Reverberation's amplitude beside the direct sound's; drawn from 0.2 to 0.6 where not told."""
    low_hz: float = 300.0
    high_hz: float = 3400.0
    tilt_db: float = 0.0
    coder: str = "a-law"
    others: list[np.ndarray] = field(default_factory=list)
    """Other voices, for babble and sidetone."""

    def carry(self, samples: np.ndarray, draw: np.random.Generator) -> np.ndarray:
        """Speech at 16 kHz as the other end hears it."""
        sound = noises.at_level(samples, self.level_dbfs)
        if self.room_s is not None:
            strength = draw.uniform(0.2, 0.6) if self.room_strength is None else self.room_strength
            sound = noises.at_level(noises.room(sound, draw, self.room_s, strength), self.level_dbfs)
        if self.babble_below_db is not None and self.others:
            babble = noises.babble(self.others, draw, len(sound))
            sound = sound + noises.at_level(babble, self.level_dbfs - self.babble_below_db)
        if self.sidetone_below_db is not None and self.others:
            other = noises.babble(self.others[:1], draw, len(sound))
            sound = sound + noises.at_level(other, self.level_dbfs - self.sidetone_below_db)
        if self.noise_dbfs is not None:
            sound = sound + noises.at_level(noises.coloured(draw, len(sound)), self.noise_dbfs)
        response = codecs.tilt(self.tilt_db) if self.tilt_db else None
        limited = np.clip(sound, -1, 1).astype(np.float32)
        return codecs.telephone(limited, self.low_hz, self.high_hz, CODERS[self.coder], response)


def any_line(draw: np.random.Generator, others: list[np.ndarray]) -> Line:
    """A line as training hears it: two in three coded by GSM, noise under the speech, every second in a room, at times
    babble and sidetone."""
    level = draw.uniform(-42, -5)
    chance = draw.random
    return Line(
        level_dbfs=level,
        noise_dbfs=draw.uniform(-70, min(-42, level - 6)) if chance() < 0.7 else None,
        babble_below_db=draw.uniform(8, 26) if chance() < 0.15 else None,
        sidetone_below_db=draw.uniform(22, 40) if chance() < 0.1 else None,
        room_s=draw.uniform(0.1, 0.9) if chance() < 0.5 else None,
        # From a quiet office to a loudspeaker telephone across the room, whose walls are louder than the voice.
        room_strength=10 ** draw.uniform(-0.8, 0.35),
        low_hz=draw.uniform(120, 330),
        high_hz=draw.uniform(3200, 3750),
        tilt_db=draw.uniform(-4, 4) if chance() < 0.4 else 0.0,
        coder="gsm" if chance() < 0.67 else "a-law",
        others=others,
    )

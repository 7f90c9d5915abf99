"""A recording of a voice written anew: its samples alone, as a WAV of one channel. Nothing stands beside them."""

import io
import wave

LONGEST = 60  # seconds
RATES = range(8_000, 48_001)  # samples a second
WIDTH = 2  # bytes of a sample


class NoSoundError(Exception):
    """It is no plain recording of one voice: another kind of file, too long, or empty."""


def rewritten(sound: bytes) -> bytes:
    """A WAV of one channel and 16 bits, at most a minute, from its samples. Raises NoSoundError."""
    try:
        with wave.open(io.BytesIO(sound)) as sent:
            rate, frames = sent.getframerate(), sent.getnframes()
            plain = (sent.getnchannels(), sent.getsampwidth()) == (1, WIDTH) and rate in RATES
            if not plain or not 0 < frames <= rate * LONGEST:
                raise NoSoundError
            samples = sent.readframes(frames)
    except (wave.Error, EOFError, ValueError, RuntimeError) as wrong:
        raise NoSoundError from wrong
    if not samples:
        raise NoSoundError
    out = io.BytesIO()
    with wave.open(out, "wb") as kept:
        kept.setnchannels(1)
        kept.setsampwidth(WIDTH)
        kept.setframerate(rate)
        kept.writeframes(samples)
    return out.getvalue()

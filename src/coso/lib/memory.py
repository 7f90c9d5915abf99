"""How a serving process keeps its memory."""

import gc

# Objects made before the young are looked through; Django's thousands of short-lived ones are gone by themselves.
YOUNG, MIDDLE, OLD = 20_000, 20, 50


def settle() -> None:
    """Leave alone what was loaded at the start: looking through all of it takes as long as a whole page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)

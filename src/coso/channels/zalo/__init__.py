"""The Official Account of a federation at Zalo: sending, tokens, what comes in."""

"""A page of a federation at Facebook: sending, what comes in."""

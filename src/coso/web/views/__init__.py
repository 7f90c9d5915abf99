"""Pages that bring the rooms together."""

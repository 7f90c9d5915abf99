"""Pages of the grading year."""

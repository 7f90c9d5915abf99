"""Forms of the grading year."""

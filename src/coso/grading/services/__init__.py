"""What can be done in the grading year."""

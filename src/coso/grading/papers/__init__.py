"""The papers of the grading year: each built from a sheet, a round or a branch as a plain description."""

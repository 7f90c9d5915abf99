"""What tests of rubrics share."""

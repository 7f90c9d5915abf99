"""What tests of grading and of rooms above it start from. Nothing of it runs in an installation."""

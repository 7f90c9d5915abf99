"""What tests of the whole installation share. Nothing of it runs in an installation."""

"""What tests of the register and of rooms above it share. Nothing of it runs in an installation."""

"""What the tests of every room share. Nothing of it runs in an installation."""

"""Pages of polls: for those who run them, and for members without signing in."""

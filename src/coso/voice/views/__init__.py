"""Pages of concerns: of those who speak, and of those who answer."""

"""Files that are handed in, kept under their hash and seen through the unit whose matter they are."""

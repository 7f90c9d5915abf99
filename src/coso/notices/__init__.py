"""Notices down the tree: who passed them on, who was not reached; rumours, and the fact cards that answer them."""

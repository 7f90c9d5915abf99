"""Pages of members: the list, a person, changing, importing."""

"""Member polls: questions as data, a ballot of a union's members, what may be shown and when. Knows no subject."""

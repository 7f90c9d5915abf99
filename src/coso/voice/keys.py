"""Keys by chance: nothing about a row tells when it came (design of anonymous concerns, decision 19)."""

import secrets
import uuid

BITS = 62


def chance_key() -> int:
    """A key of 62 random bits. As the integer primary key of SQLite it is the place of the row in the file, too."""
    return secrets.randbits(BITS) or 1


def as_uuid(key: int) -> uuid.UUID:
    """How a concern is named in addresses and duties."""
    return uuid.UUID(int=key)

"""A list of people from a file: read, matched with whom we know, booked in one action."""

from coso.members.importing.service import Asked, import_members

__all__ = ["Asked", "import_members"]

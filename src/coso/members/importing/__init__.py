"""A list of people from a file: read, matched with whom we know, booked in one action."""

from coso.members.importing.service import (
    MEMBERS,
    WORKERS,
    Asked,
    Prepared,
    book_import,
    import_members,
    prepare_import,
)

__all__ = ["MEMBERS", "WORKERS", "Asked", "Prepared", "book_import", "import_members", "prepare_import"]

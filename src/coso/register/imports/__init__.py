"""A list of units from a file: read, checked as a whole, booked in one action."""

from coso.register.imports.booking import import_units
from coso.register.imports.reading import UnitRow, read_units

__all__ = ["UnitRow", "import_units", "read_units"]

"""A list of units from a file: read, checked as a whole, booked in one action."""

from coso.register.imports.booking import PreparedUnits, book_units, import_units, prepare_units
from coso.register.imports.reading import UnitRow, read_units

__all__ = ["PreparedUnits", "UnitRow", "book_units", "import_units", "prepare_units", "read_units"]

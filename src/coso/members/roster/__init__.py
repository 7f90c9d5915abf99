"""Lists of people as offices send them: recognised, read, checked, and sent back where they need mending."""

from .cells import read_day
from .draft import Problem
from .fields import Field
from .layout import Layout, guess_columns
from .reading import Roster, RosterRow, read_roster
from .returning import write_problems
from .structure import Skipped

__all__ = [
    "Field",
    "Layout",
    "Problem",
    "Roster",
    "RosterRow",
    "Skipped",
    "guess_columns",
    "read_day",
    "read_roster",
    "write_problems",
]

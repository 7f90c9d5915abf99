"""What the tests of polls start from: the poll of a score sheet, as the root's small world has one."""

from coso.polls.testing import big, poll

__all__ = ["big", "poll"]

"""What the tests of notices start from."""

from coso.notices.testing import notice, rumour

__all__ = ["notice", "rumour"]

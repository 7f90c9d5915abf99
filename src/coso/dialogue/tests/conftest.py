from coso.dialogue.testing import session

__all__ = ["session"]

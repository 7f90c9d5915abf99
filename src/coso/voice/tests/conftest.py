"""What the tests of concerns start from: a poster at the garment factory, and something said by it."""

from coso.voice.testing import concern, poster

__all__ = ["concern", "poster"]

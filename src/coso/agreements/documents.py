"""The text of an agreement out of a Word file: paragraphs, and the cells of tables one a line."""

from pathlib import Path

from coso.lib.tables.word import read_lines


def text_of(path: Path | str) -> str:
    """The text of a .docx. Raises TableError with a sentence for the person; macros are not looked at."""
    return "\n".join(read_lines(path))

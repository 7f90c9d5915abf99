"""Codes that people read off paper and type: no letter or digit that looks like another."""

import secrets

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUP = 4


def chance_code(length: int) -> str:
    """A code of that many letters and digits, each by chance (five bits)."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def bare(code: str) -> str:
    """A code as it was made, however it was typed: without dashes and spaces, in capitals."""
    return "".join(char for char in code.upper() if char.isalnum())


def grouped(code: str) -> str:
    """A code in groups of four for the eye: "ABCD-EFGH"."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))

"""Places in the tree as text: a path is the labels from the root, five base-36 characters each."""

from collections.abc import Iterable

LABEL = 5
ROOT = ""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def label(number: int) -> str:
    """The label of the number-th unit, for life: 37 → "00011"."""
    out = ""
    for _ in range(LABEL):
        number, rest = divmod(number, 36)
        out = _DIGITS[rest] + out
    if number:
        raise ValueError(number)
    return out


def labels(path: str) -> list[str]:
    """The labels of a path, the root's first: the unit's own is the last."""
    return [path[i : i + LABEL] for i in range(0, len(path), LABEL)]


def branch_end(path: str) -> str:
    """The first text after every path of the branch: a branch is `path >= p and path < branch_end(p)`."""
    return path + "~"


def within(path: str, top: str) -> bool:
    """Whether a path lies in the branch of another (or is it)."""
    return path.startswith(top)


def outermost(paths: Iterable[str]) -> list[str]:
    """The paths without those that lie in another's branch, in byte order."""
    out: list[str] = []
    for path in sorted(paths):
        if not out or not path.startswith(out[-1]):
            out.append(path)
    return out

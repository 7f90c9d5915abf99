"""Words that are kept in both languages, and which of them the reader sees."""

from dataclasses import dataclass

from django.utils.translation import get_language


def in_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def of_reader(vi: str, en: str) -> str:
    """The words in the reader's language; the Vietnamese where there are no others."""
    return en if en and in_english() else vi


class Bilingual:
    """Something named in both languages: as text it is what the reader reads."""

    vi: str
    en: str

    def __str__(self) -> str:
        return of_reader(self.vi, self.en)


@dataclass(frozen=True)
class Term(Bilingual):
    """A word of a list that the product knows by its key."""

    key: str
    vi: str
    en: str

"""One place in the data of a rubric. Reading never stops at a fault: it is noted and a plain default returned."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from coso.lib.points import POINT
from coso.rubrics.grammar.problems import Problem


@dataclass(slots=True)
class Log:
    """What was found while reading: faults, and gaps that only an incomplete rubric may have."""

    problems: list[Problem] = field(default_factory=list)
    gaps: list[Problem] = field(default_factory=list)


def _name_of(item: object, position: int) -> str:
    if isinstance(item, Mapping):
        for key in ("code", "id", "key", "rule"):
            if isinstance(item.get(key), str):
                return str(item[key])
    return str(position)


def _exact(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
        return None
    return Fraction(value) if not isinstance(value, Decimal) or value.is_finite() else None


def _day(value: object) -> dt.date | None:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the data with the path that leads to it."""

    where: str
    value: object
    log: Log

    @property
    def present(self) -> bool:
        """Whether something is written here; null counts as nothing."""
        return self.value is not None

    def refuse(self, vi: str, en: str) -> None:
        """Note a fault."""
        self.log.problems.append(Problem(self.where, vi, en))

    def gap(self, vi: str, en: str) -> None:
        """Note something missing."""
        self.log.gaps.append(Problem(self.where, vi, en))

    def child(self, key: str) -> "Node":
        """The value under a key; an absent one is a node that is not present."""
        value = self.value.get(key) if isinstance(self.value, Mapping) else None
        return Node(f"{self.where}.{key}" if self.where else key, value, self.log)

    def only(self, *keys: str) -> None:
        """Refuse anything but a mapping with some of these keys."""
        if not isinstance(self.value, Mapping):
            self.refuse("Chỗ này phải là một nhóm khoá: giá trị.", "This must be a mapping of keys to values.")
            return
        for key in self.keys():
            if key not in keys:
                self.child(key).refuse(
                    f"Không có mục “{key}” trong mẫu bộ tiêu chí; bỏ đi hoặc sửa tên.",
                    f"The grammar has no “{key}”; remove it or mend its name.",
                )

    def keys(self) -> list[str]:
        """The keys written here that are words."""
        return [key for key in self.value if isinstance(key, str)] if isinstance(self.value, Mapping) else []

    def pairs(self) -> list[tuple[str, "Node"]]:
        """The keys of a mapping with their nodes; refuses anything but a mapping or nothing."""
        if self.present and not isinstance(self.value, Mapping):
            self.refuse("Chỗ này phải là một nhóm khoá: giá trị.", "This must be a mapping of keys to values.")
        return [(key, self.child(key)) for key in self.keys()]

    def items(self) -> list["Node"]:
        """The members of a list, named by their code where they have one; refuses anything but a list or nothing."""
        if not self.present:
            return []
        if not isinstance(self.value, list | tuple):
            self.refuse("Chỗ này phải là một danh sách.", "This must be a list.")
            return []
        return [
            Node(f"{self.where}[{_name_of(item, position)}]", item, self.log)
            for position, item in enumerate(self.value, start=1)
        ]

    def text(self) -> str:
        """A text that must be there."""
        if isinstance(self.value, str) and self.value.strip():
            return self.value
        self.refuse(
            "Cần một dòng chữ ở đây (viết trong dấu nháy nếu là số, yes, no).",
            "A text is needed here (in quotes when it is a number, yes or no).",
        )
        return ""

    def optional_text(self) -> str:
        """A text, empty when nothing is written."""
        return self.text() if self.present else ""

    def expected_text(self) -> str:
        """A text whose absence is a gap."""
        if not self.present:
            self.gap("Chưa có nội dung ở đây; ghi theo văn bản gốc.", "Nothing here yet; copy it from the document.")
        return self.optional_text()

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.text() for item in self.items())

    def choice(self, allowed: Iterable[str]) -> str:
        """One of the allowed words."""
        word, words = self.text(), sorted(allowed)
        if word and word not in words:
            listed = ", ".join(words)
            self.refuse(f"“{word}” không dùng được; chọn một trong: {listed}.", f"“{word}” is unknown; use {listed}.")
        return word

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            self.refuse("Ghi true hoặc false.", "Write true or false.")
        return self.value is True

    def optional_flag(self) -> bool:
        """True or false; nothing written is false."""
        return self.present and self.flag()

    def number(self) -> Fraction | None:
        """An exact number; None after refusing anything else, floats included."""
        number = _exact(self.value)
        if number is None:
            self.refuse("Cần một số ở đây.", "An exact number is needed here.")
        return number

    def whole(self) -> int | None:
        """A whole number, 0 or more."""
        number = self.number()
        if number is not None and number.denominator == 1 and number >= 0:
            return int(number)
        if number is not None:
            self.refuse("Cần một số nguyên không âm.", "A whole number, 0 or more, is needed.")
        return None

    def points(self, step: int) -> int | None:
        """Points, 0 or more and a multiple of the rubric's step, as thousandths."""
        number = self.number()
        if number is None:
            return None
        thousandths = number * POINT
        if thousandths < 0 or thousandths % step:
            self.refuse(
                "Điểm phải không âm và chia hết cho bước làm tròn của bộ tiêu chí.",
                "Points must be 0 or more and a multiple of the rounding step of the rubric.",
            )
            return None
        return int(thousandths)

    def share(self) -> Fraction:
        """A share between 0 and 1."""
        number = self.number()
        if number is not None and not 0 <= number <= 1:
            self.refuse("Tỷ lệ phải nằm giữa 0 và 1.", "A share lies between 0 and 1.")
        return number if number is not None else Fraction(0)

    def day(self) -> dt.date | None:
        """A date, or None when nothing is written."""
        day = _day(self.value)
        if day is None and self.present:
            self.refuse("Ghi ngày theo dạng 2024-01-31.", "Write a date as 2024-01-31.")
        return day

"""A member file of fourteen columns with made-up people, the same on every run of a day."""

import random
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from coso.lib import clock
from coso.lib.dates import months_before, show_day

HEADINGS = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại", "Email", "Ngày vào công đoàn", "Số thẻ",
    "Chức vụ", "Bộ phận", "Địa chỉ", "Ghi chú", "Mã CĐCS",
)  # fmt: skip
FAMILY = ("Nguyễn", "Trần", "Lê", "Phan", "Hồ", "Phạm", "Hoàng", "Võ", "Cao", "Đậu")
MIDDLE = ("Thị", "Văn", "Đình", "Thu", "Hồng", "Ngọc", "Xuân")
GIVEN = ("Hương", "Hà", "Hùng", "Dũng", "Thắng", "Lan", "Nga", "Hoa", "Oanh", "Sơn", "Hải")


def write_members(file: Path, rows: int, codes: Sequence[str], first: int = 1) -> None:
    """Writes the file; `codes` are those of the unions, `first` sets the people of two files apart."""
    chance = random.Random(first)  # noqa: S311
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for at in range(1, rows + 1):
            sheet.write_row(at, 0, _person(chance, at + first - 1, codes))


def _person(chance: random.Random, n: int, codes: Sequence[str]) -> list[str | int]:
    year, woman = chance.randrange(1965, 2005), chance.random() < 0.55
    name = " ".join(chance.choice(part) for part in (FAMILY, MIDDLE, MIDDLE, GIVEN))
    born = f"{chance.randrange(1, 28):02d}/{chance.randrange(1, 12):02d}/{year}"
    paper = f"040{(0 if year < 2000 else 2) + woman}{year % 100:02d}{n:06d}"
    joined = show_day(months_before(clock.today(), chance.randrange(1, 9)))
    union = codes[n % len(codes)]
    sex = "Nữ" if woman else "Nam"
    return [
        n, name, born, sex, paper, f"09{n:08d}", "", joined, f"NA{n:08d}", "Công nhân", f"Chuyền {n % 3}",
        "Nghệ An", "", union,
    ]  # fmt: skip

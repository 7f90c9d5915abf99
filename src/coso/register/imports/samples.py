"""Empty lists of units and officers to fill in."""

from itertools import zip_longest
from typing import BinaryIO

import xlsxwriter

from coso.lib.tables.writing import SheetWriter
from coso.register.imports.officers import POSTS
from coso.register.kinds import kinds, posts, sectors

WIDTH = 24
WORD_WIDTH = 60
_UNITS = "Mã đơn vị; Tên đơn vị; Loại; Cấp trên; Loại hình; Ngày thành lập; Xã, phường; Nơi làm việc; Mã số thuế"
SAMPLES = {
    "units": [*_UNITS.split("; "), "Số lao động", "Lao động nữ"],
    "officers": ["Họ và tên", "Mã đơn vị", "Chức danh", "Điện thoại", "Từ ngày"],
}


def write_sample(what: str, target: BinaryIO) -> None:
    """An empty list with the headings that are read, and beside it the words that may stand in its columns."""
    words = _words(what)
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        SheetWriter(book, "Danh sách", [WIDTH] * len(SAMPLES[what])).head(SAMPLES[what])
        beside = SheetWriter(book, "Cách ghi", [WORD_WIDTH] * len(words))
        beside.head(list(words))
        for line in zip_longest(*words.values(), fillvalue=""):
            beside.add(line)


def _words(what: str) -> dict[str, list[str]]:
    if what == "officers":
        return {"Chức danh": [posts()[key].vi for key in POSTS]}
    return {
        "Loại": [kind.vi for kind in kinds().values()],
        "Loại hình": [sector.vi for sector in sectors().values()],
    }

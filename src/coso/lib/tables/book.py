"""What a read file looks like, the limits it is read under, and the sentences said when it cannot be read."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that shows an error (#REF!) or a formula whose result was never saved."""

    shown: str
    computed: bool = True

    def __str__(self) -> str:
        return self.shown


Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | BadCell
Row = list[Cell]
Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[n]` is row n + 1 of the file, `rows[n][c]` its column c from A.

    An empty row is an empty list, an empty cell is ""; all other rows are equally wide. A hidden sheet that was not
    asked for has no rows. `merged` holds ((row, column), (row, column)) from 0, where the format tells. `about` is
    what the file says of the sheet beside its cells.
    """

    name: str
    hidden: bool
    rows: list[Row] = field(repr=False)
    merged: tuple[Span, ...] = ()
    about: "About" = field(default_factory=lambda: About(), compare=False)

    @property
    def width(self) -> int:
        """Number of columns."""
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class About:
    """How many rows are hidden, whether a filter hides them, whether the sheet was open when the file was saved,
    whether its days count from 1904, the old codes of letters ("TCVN3, VNI") that were converted, and how many cells
    so far out that they are not read.
    """

    hidden_rows: int = 0
    filtered: bool = False
    opened: bool = False
    from_1904: bool = False
    codes: str = ""
    strays: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """A file of tables under the name it was sent with."""

    name: str
    sheets: list[Sheet]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold: bytes, bytes unpacked, their ratio (from `ratio_from` bytes on), cells of a sheet.

    `loose` is the rectangle that any sheet may have; beyond it one cell in `sparse` must be filled.
    """

    size: int = 100 << 20
    unpacked: int = 600 << 20
    ratio: int = 250
    ratio_from: int = 16 << 20
    area: int = 20_000_000
    loose: int = 2_000_000
    sparse: int = 16


_SAVE_AGAIN_VI = "Hãy mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi gửi lại."
_SAVE_AGAIN_EN = "Open it in Excel or LibreOffice, save it as .xlsx and send it again."

_SENTENCES = {
    "missing": ("Không tìm thấy tệp. Hãy chọn lại tệp.", "The file is not there. Choose it again."),
    "empty": ("Tệp trống, không có dữ liệu. Hãy kiểm tra lại tệp.", "The file is empty. Check it."),
    "no_rows": (
        "Tệp không có trang nào có dữ liệu. Hãy kiểm tra lại tệp.",
        "The file has no sheet with rows. Check it.",
    ),
    "hidden_rows": (
        "Tệp chỉ còn trang ẩn ({sheets}); trang ẩn không được đọc. Hãy bỏ ẩn trang có danh sách rồi gửi lại.",
        "The file has rows on hidden sheets only ({sheets}), which are not read. Unhide the list and send it again.",
    ),
    "no_sheet": (
        "Tệp không có trang “{sheet}”, hoặc trang này không có dữ liệu. Hãy chọn lại trang.",
        "The file has no sheet “{sheet}”, or it is empty. Choose another sheet.",
    ),
    "size": (
        "Tệp quá lớn để đọc. Hãy chia danh sách thành nhiều tệp nhỏ hơn.",
        "The file is too large to read. Split the list into smaller files.",
    ),
    "bomb": (
        "Tệp nén chứa dữ liệu lớn bất thường nên không được mở. " + _SAVE_AGAIN_VI,
        "The file unpacks to an abnormal size and was not opened. " + _SAVE_AGAIN_EN,
    ),
    "area": (
        "Trang “{sheet}” có dữ liệu lạc tới tận ô {cell}. Hãy xoá các hàng và cột thừa ngoài bảng rồi gửi lại.",
        "Sheet “{sheet}” has stray data as far as cell {cell}. Delete the rows and columns outside the table.",
    ),
    "corrupt": ("Tệp bị hỏng, không đọc được. " + _SAVE_AGAIN_VI, "The file is damaged. " + _SAVE_AGAIN_EN),
    "encrypted": (
        "Tệp có mật khẩu. Hãy bỏ mật khẩu trong Excel (Tệp › Thông tin › Bảo vệ sổ làm việc) rồi gửi lại.",
        "The file has a password. Remove it in Excel (File › Info › Protect Workbook) and send it again.",
    ),
    "web_page": (
        "Tệp là trang web mang đuôi bảng tính (phần mềm khác xuất ra). " + _SAVE_AGAIN_VI,
        "The file is a web page named as a spreadsheet. " + _SAVE_AGAIN_EN,
    ),
    "format": (
        "Không phải tệp bảng tính. Chỉ nhận .xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .tsv. " + _SAVE_AGAIN_VI,
        "Not a spreadsheet. Accepted: .xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .tsv. " + _SAVE_AGAIN_EN,
    ),
    "encoding": (
        "Không nhận ra bảng mã chữ của tệp. Hãy lưu lại dạng “CSV UTF-8” hoặc .xlsx rồi gửi lại.",
        "The text encoding is not known. Save it as “CSV UTF-8” or .xlsx and send it again.",
    ),
    "word_corrupt": (
        "Tệp Word bị hỏng, không đọc được. Hãy mở bằng Word hoặc LibreOffice, lưu lại dạng .docx rồi gửi lại.",
        "The Word file is damaged. Open it in Word or LibreOffice, save it as .docx and send it again.",
    ),
    "word_locked": (
        "Tệp Word có mật khẩu. Hãy bỏ mật khẩu (Tệp › Thông tin › Bảo vệ tài liệu) rồi gửi lại.",
        "The Word file has a password. Remove it (File › Info › Protect Document) and send it again.",
    ),
    "word_old": (
        "Tệp Word đời cũ (.doc) không đọc được. Hãy mở bằng Word, lưu lại dạng .docx rồi gửi lại.",
        "A Word file of the old kind (.doc) is not read. Open it in Word, save it as .docx and send it again.",
    ),
    "word_format": (
        "Không phải tệp Word có bảng. Hãy gửi tệp .docx, hoặc bảng tính .xlsx.",
        "Not a Word document. Send a .docx, or a spreadsheet as .xlsx.",
    ),
}


class TableError(Exception):
    """A file that cannot be read: a code, and what to do in two languages."""

    def __init__(self, code: str, **facts: str) -> None:
        vi, en = _SENTENCES[code]
        self.code = code
        self.text_vi = vi.format(**facts)
        self.text_en = en.format(**facts)
        super().__init__(f"{code}: {self.text_en}")


def letters(column: int) -> str:
    """The letters of a column counted from 0: 0 → A, 27 → AB."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_of(text: str) -> int:
    """The column, from 0, of letters: A → 0, AB → 27."""
    column = 0
    for char in text:
        column = column * 26 + ord(char) - 64
    return column - 1


def trim(rows: list[Row]) -> list[Row]:
    """The rows with blank ones emptied and those at the end dropped."""
    rows = [row if row.count("") < len(row) else [] for row in rows]
    while rows and not any(str(cell).strip() for cell in rows[-1]):
        rows.pop()
    return rows

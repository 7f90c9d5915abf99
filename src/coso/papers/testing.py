"""A small paper with everything in it, and how its files are read back."""

import io

import docx
import pypdf

from coso.lib.tables import read_tables
from coso.papers.paper import Column, Listing, Paper, Paragraph, Row, Signature, Table

NASTY = '=1+1 #eval(1) *đậm* $x$ <b>&amp; @hàm ] ) "CĐCS"'
TABLE = Table(
    (
        Column("TT", 5, "count", "center"),
        Column("Công đoàn cơ sở", 40),
        Column("Điểm", 10, "points", "right"),
        Column("%", 10, "share", "right"),
    ),
    (
        Row(("Khu vực nhà nước",), strong=True, wide=True),
        Row((1006, NASTY, 4500, 847)),
        Row((2, "CĐCS Trường Tiểu học", None, None)),
    ),
    "1. Danh sách",
)


def a_paper(**facts):
    base = {
        "upper": "Liên đoàn Lao động tỉnh Lam",
        "issuer": "Công đoàn phường Hồng",
        "symbol": "TTr-CĐ",
        "place": "Hồng",
        "kind": "TỜ TRÌNH",
        "about": "Về việc đề nghị xếp loại",
        "blocks": (Paragraph("Căn cứ Điều lệ;", italic=True), Listing(("một", "hai")), TABLE),
        "signatures": (Signature("TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "Nguyễn Thị Nhung"),),
        "recipients": ("Như kính gửi;", "Lưu: VT."),
        "notices": ("BỘ TIÊU CHÍ KHÔNG CHÍNH THỨC",),
        "footer": ("Niêm phong nhật ký số 3",),
        "addressee": "Liên đoàn Lao động tỉnh Lam",
        "year": 2026,
    }
    return Paper(**{**base, **facts})


def word_text(raw):
    """Every paragraph and cell of a .docx, in order, one a line; a space that does not break reads as one."""
    word = docx.Document(io.BytesIO(raw))
    lines = [node.text or "" for node in word.element.body.iter("{*}t")]
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


def pdf_text(raw):
    """The text of a PDF with its line breaks taken away: a name may be broken anywhere."""
    pages = pypdf.PdfReader(io.BytesIO(raw)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\N{NO-BREAK SPACE}", " ").split())


def excel_rows(raw, folder):
    """The rows of the only sheet of an .xlsx."""
    path = folder / "tep.xlsx"
    path.write_bytes(raw)
    return read_tables(path).sheets[0].rows

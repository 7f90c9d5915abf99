"""One description, three files: the same words and figures in each, in the layout of NĐ 30/2020, text always text."""

import datetime as dt
import io
import json
import zipfile

import docx
import pypdf
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from coso.lib.shares import tenths
from coso.papers.excel import render_excel
from coso.papers.paper import Listing, Paragraph, Signature, from_json, printable, shown, to_json
from coso.papers.pdf import render_pdf
from coso.papers.sending import FORMS, file_name, send_paper
from coso.papers.testing import NASTY, TABLE, a_paper, excel_rows, pdf_text, word_text
from coso.papers.word import render_word

ELEMENTS = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAM",
    "CÔNG ĐOÀN PHƯỜNG HỒNG",
    "Số: 05/TTr-CĐ",
    "Hồng, ngày 03 tháng 02 năm 2027",
    "TỜ TRÌNH",
    "Về việc đề nghị xếp loại",
    "Kính gửi: Liên đoàn Lao động tỉnh Lam",
    "TM. BAN CHẤP HÀNH",
    "CHỦ TỊCH",
    "Nguyễn Thị Nhung",
    "Nơi nhận:",
    "- Lưu: VT.",
    "BỘ TIÊU CHÍ KHÔNG CHÍNH THỨC",
    "Niêm phong nhật ký số 3",
    "4,5",
    "84,7",
    "1.006",
]
SIGNED = a_paper().numbered("05/TTr-CĐ", dt.date(2027, 2, 3))


@pytest.mark.parametrize(("render", "text"), [(render_word, word_text), (render_pdf, pdf_text)])
def test_every_element_of_the_layout_stands_in_both_files(render, text):
    said = text(render(SIGNED))
    assert [element for element in ELEMENTS if element not in said] == []


@pytest.mark.parametrize(("render", "text"), [(render_word, word_text), (render_pdf, pdf_text)])
def test_what_looks_like_markup_stays_text(render, text):
    assert NASTY in text(render(SIGNED))


def test_what_looks_like_a_formula_stays_text_in_excel_and_numbers_stay_numbers(tmp_path):
    raw = render_excel(SIGNED)
    rows = excel_rows(raw, tmp_path)
    assert [1006, NASTY, 4.5, 0.847] in rows
    assert [str(int(rows[-1][0])), rows[-1][3]] == ["2", "–"]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(raw)).read("xl/worksheets/sheet1.xml")


def test_word_has_the_fonts_and_margins_of_the_rule():
    word = docx.Document(io.BytesIO(render_word(SIGNED)))
    page = word.sections[0]
    assert (word.styles["Normal"].font.name, word.styles["Normal"].font.size) == ("Times New Roman", Pt(13))
    sides = (page.left_margin, page.right_margin, page.top_margin, page.bottom_margin)
    assert [round(side / Mm(1)) for side in sides] == [30, 15, 20, 20]
    assert page.different_first_page_header_footer
    assert "PAGE" in page.header.paragraphs[0]._p.xml


def test_the_headings_of_a_table_stand_again_on_every_page():
    xml = docx.Document(io.BytesIO(render_word(SIGNED))).element.body.xml
    assert xml.count("<w:tblHeader") == 1
    long = a_paper(blocks=(type(TABLE)(TABLE.columns, TABLE.rows * 40),))
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(long))).pages
    assert len(pages) > 1
    assert all("Công đoàn cơ sở" in page.extract_text() for page in pages[:-1])
    assert pages[1].extract_text().split()[0] == "2"


def test_a_wide_paper_lies_on_its_side():
    word = docx.Document(io.BytesIO(render_word(a_paper(landscape=True))))
    assert word.sections[0].orientation == WD_ORIENT.LANDSCAPE
    box = pypdf.PdfReader(io.BytesIO(render_pdf(a_paper(landscape=True)))).pages[0].mediabox
    assert box.width > box.height


def test_two_signatures_stand_side_by_side_and_an_annex_on_a_new_page():
    both = a_paper(
        signatures=(Signature("", "THƯ KÝ"), Signature("", "CHỦ TRÌ")), annex=(Paragraph("DANH SÁCH"), TABLE)
    )
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(both))).pages
    assert ["DANH SÁCH" in page.extract_text() for page in pages] == [False, True]
    text = word_text(render_word(both))
    assert text.index("THƯ KÝ") < text.index("CHỦ TRÌ") < text.index("Nơi nhận:") < text.index("DANH SÁCH")


@pytest.mark.parametrize("render", [render_word, render_pdf, render_excel])
def test_control_characters_in_a_name_do_no_harm(render):
    assert render(a_paper(issuer="CĐCS\x00 May\x0b Lam\ud800", about="dòng\nmới"))


def test_without_number_and_day_there_is_room_to_write_them():
    blank = a_paper()
    assert blank.number_line == "Số:       /TTr-CĐ"
    assert blank.date_line == "Hồng, ngày      tháng      năm 2026"


@pytest.mark.parametrize(
    ("day", "said"),
    [(dt.date(2027, 2, 3), "ngày 03 tháng 02 năm 2027"), (dt.date(2026, 3, 12), "ngày 12 tháng 3 năm 2026")],
)
def test_days_below_ten_and_the_first_two_months_have_a_leading_nought(day, said):
    assert a_paper().numbered("1", day).date_line.endswith(said)


def test_a_paper_goes_into_json_and_comes_back_the_same():
    whole = a_paper(annex=(TABLE,))
    assert from_json(json.loads(json.dumps(to_json(whole)))) == whole


@pytest.mark.parametrize(
    ("cell", "shape", "said"),
    [(1006, "count", "1.006"), (4500, "points", "4,5"), (847, "share", "84,7"), (850, "share", "85"), (0, "count", "0"),
     (None, "count", "–"), ("chưa có", "points", "chưa có")],
)  # fmt: skip
def test_cells_are_written_as_in_vietnam_and_nothing_known_is_no_nought(cell, shape, said):
    assert shown(cell, shape) == said


@pytest.mark.parametrize(("top", "below", "said"), [(61, 72, 847), (1, 3, 333), (2, 3, 667), (0, 5, 0), (0, 0, None)])
def test_shares_are_rounded_half_up_to_a_tenth(top, below, said):
    assert tenths(top, below) == said


def test_the_file_has_the_papers_vietnamese_name_and_no_sign_that_a_system_refuses():
    paper = a_paper(issuer='CĐCS "A/B"\r\nX: 1', kind="BẢNG CHẤM ĐIỂM", about="năm 2026")
    assert file_name(paper, FORMS["pdf"]) == "Bảng chấm điểm năm 2026 - CĐCS -A-B- X- 1.pdf"
    header = send_paper(paper, FORMS["xlsx"])["Content-Disposition"]
    assert header.startswith("attachment; filename*=utf-8''B%E1%BA%A3ng")
    assert "\n" not in header


def test_a_very_long_name_is_cut():
    assert len(file_name(a_paper(issuer="Công đoàn " * 40), FORMS["docx"])) <= 125


def test_a_space_that_does_not_break_is_no_control_character():
    assert printable("Nghệ\N{NO-BREAK SPACE}An\x07") == "Nghệ\N{NO-BREAK SPACE}An "


@pytest.mark.parametrize(("render", "text"), [(render_word, word_text), (render_pdf, pdf_text)])
def test_an_article_begins_with_its_number(render, text):
    paper = a_paper(blocks=(Paragraph("Công nhận kết quả", lead="Điều 1."),))
    assert "Điều 1. Công nhận kết quả" in " ".join(text(render(paper)).split())


def test_only_the_number_of_an_article_is_bold():
    paper = a_paper(blocks=(Paragraph("Công nhận kết quả", lead="Điều 1."),))
    word = docx.Document(io.BytesIO(render_word(paper)))
    (line,) = [each for each in word.paragraphs if "Công nhận" in each.text]
    assert [(run.text, bool(run.bold)) for run in line.runs] == [("Điều 1. ", True), ("Công nhận kết quả", False)]


def pages_of(raw):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages]


@pytest.mark.parametrize("last", [Paragraph("Lời cuối trước chữ ký."), Listing(("Một", "Lời cuối trước chữ ký."))])
def test_signatures_never_stand_alone_on_a_page(last):
    for lines in range(14, 34):
        paper = a_paper(blocks=(*[Paragraph(f"Dòng {n}.") for n in range(lines)], last))
        pages = pages_of(render_pdf(paper))
        (signed,) = [page for page in pages if "CHỦ TỊCH" in page]
        assert "Lời cuối" in signed, lines

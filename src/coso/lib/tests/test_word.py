"""Word tables: what a reader sees, whatever state the file arrives in."""

import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement

from coso.lib.tables import TableError, is_word, read_word
from coso.lib.tables.book import Limits

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paper(path, *tables, before="Phụ lục"):
    document = Document()
    for rows in tables:
        document.add_paragraph(before)
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(path)
    return document


def raw(path, body):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", body)
    return path


def test_every_table_comes_with_its_caption_and_rows(tmp_path):
    paper(tmp_path / "a.docx", [["STT", "Nội dung"], ["1", "Họp  đều"]], [["a", "b"]])
    first, second = read_word(tmp_path / "a.docx")
    assert (first.n, first.caption) == (1, "Phụ lục")
    assert [row.cells for row in first.rows] == [("STT", "Nội dung"), ("1", "Họp đều")]
    assert second.rows[0].cells == ("a", "b")


def test_a_merged_cell_stands_once_at_its_corner(tmp_path):
    document = Document()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "rộng"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "cao"
    document.save(tmp_path / "a.docx")
    rows = [row.cells for row in read_word(tmp_path / "a.docx")[0].rows]
    assert rows == [("rộng", "", ""), ("", "", "cao"), ("", "", "")]


def test_a_deletion_is_not_read_and_an_insertion_is(tmp_path):
    cell = (
        f'<w:tbl xmlns:w="{W}"><w:tr><w:tc><w:p><w:r><w:t>Họp </w:t></w:r><w:del><w:r><w:delText>ít</w:delText></w:r>'
        "</w:del><w:ins><w:r><w:t>đều</w:t></w:r></w:ins></w:p></w:tc></w:tr></w:tbl>"
    )
    body = f'<w:document xmlns:w="{W}"><w:body>{cell}</w:body></w:document>'
    assert read_word(raw(tmp_path / "a.docx", body))[0].rows[0].cells == ("Họp đều",)


def test_bold_rows_and_numbers_of_the_program_are_told(tmp_path):
    document = Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).paragraphs[0].add_run("I").bold = True
    table.cell(0, 1).paragraphs[0].add_run("Nhóm").bold = True
    table.cell(1, 0).paragraphs[0]._p.get_or_add_pPr().append(OxmlElement("w:numPr"))
    table.cell(1, 1).text = "Dòng"
    document.save(tmp_path / "a.docx")
    first, second = read_word(tmp_path / "a.docx")[0].rows
    assert (first.bold, first.numbered) == (True, False)
    assert (second.bold, second.numbered) == (False, True)


def test_a_table_in_a_table_is_not_read_twice(tmp_path):
    document = Document()
    document.add_table(rows=1, cols=1).cell(0, 0).add_table(rows=1, cols=1).cell(0, 0).text = "trong"
    document.save(tmp_path / "a.docx")
    assert len(read_word(tmp_path / "a.docx")) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 cut off", "word_corrupt"),
        (b"plain words", "word_corrupt"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "WordDocument".encode("utf-16-le"), "word_old"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "word_locked"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path, content, code):
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(TableError) as wrong:
        read_word(path)
    assert wrong.value.code == code
    assert wrong.value.text_vi


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(TableError, match="missing"):
        read_word(tmp_path / "none.docx")


@pytest.mark.parametrize("body", ["<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document/>', ""])
def test_a_broken_or_tricky_text_is_refused(tmp_path, body):
    with pytest.raises(TableError, match="word_corrupt"):
        read_word(raw(tmp_path / "a.docx", body))


def test_a_bomb_is_refused_before_it_is_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (30 << 20))
    with pytest.raises(TableError, match="bomb"):
        read_word(tmp_path / "a.docx")


def test_a_text_that_unpacks_too_far_is_refused_even_at_a_modest_ratio(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", b" " * (25 << 20))
    with pytest.raises(TableError, match="bomb"):
        read_word(tmp_path / "a.docx")


def test_more_cells_than_allowed_are_refused(tmp_path):
    paper(tmp_path / "a.docx", [["x"] * 5] * 5)
    with pytest.raises(TableError, match="size"):
        read_word(tmp_path / "a.docx", limits=Limits(area=20))


def test_a_zip_without_a_document_is_no_word_file(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("hello.txt", "x")
    with pytest.raises(TableError, match="word_format"):
        read_word(tmp_path / "a.docx")


def test_word_is_told_by_contents_not_by_name(tmp_path):
    paper(tmp_path / "a.docx", [["x"]])
    (tmp_path / "a.docx").rename(tmp_path / "a.xlsx")
    (tmp_path / "b.csv").write_text("a,b")
    assert is_word(tmp_path / "a.xlsx")
    assert not is_word(tmp_path / "b.csv")

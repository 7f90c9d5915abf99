"""Raw parts of zipped workbooks: sizes, reach, bad cells, names of sheets."""

import io
import zipfile

import pytest

from coso.lib.tables import BadCell, Limits, TableError
from coso.lib.tables.packed import (
    Look,
    check_reach,
    check_sizes,
    check_xml,
    look_ods,
    look_xlsx,
    sheet_parts,
    unpack,
)

RELATIONS = "xl/_rels/workbook.xml.rels"


def archive_of(parts, *, method=zipfile.ZIP_DEFLATED):
    """A zip in memory, and its file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return zipfile.ZipFile(file), file


def whole(parts, name, **options):
    archive, file = archive_of(parts, **options)
    return b"".join(unpack(file, archive.getinfo(name)))


def look(raw, *, step=None):
    """A look at raw XML handed over in pieces."""
    step = step or len(raw) or 1
    return look_xlsx(raw[n : n + step] for n in range(0, len(raw), step))


def reach(raw):
    seen = look(raw)
    return seen.rows, seen.columns


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("size", [0, 1, 1000, 5_000_000])
def test_parts_come_out_whole(method, size):
    body = (b"0123456789" * (size // 10 + 1))[:size]
    assert whole({"a": b"x", "b": body, "c": b"y"}, "b", method=method) == body


def test_a_part_comes_in_pieces_no_larger_than_two_megabytes():
    archive, file = archive_of({"a": b"\0" * 20_000_000})
    assert max(map(len, unpack(file, archive.getinfo("a")))) <= 2 << 20


def test_a_part_larger_than_it_says_stops_at_once():
    archive, file = archive_of({"a": b"\0" * 20_000_000})
    part = archive.getinfo("a")
    part.file_size = 100
    with pytest.raises(TableError, match="bomb"):
        next(unpack(file, part))


def test_a_part_that_points_nowhere_is_corrupt():
    archive, file = archive_of({"a": b"x" * 100})
    part = archive.getinfo("a")
    part.header_offset = 7
    with pytest.raises(TableError, match="corrupt"):
        list(unpack(file, part))


def test_a_part_past_the_end_of_the_file_is_corrupt():
    archive, file = archive_of({"a": bytes(range(256)) * 50})
    part = archive.getinfo("a")
    part.compress_size, part.file_size = 10_000_000, 10_000_000
    file.truncate(part.header_offset + 60)
    with pytest.raises(TableError, match="corrupt"):
        list(unpack(file, part))


def refuses(limits, parts):
    archive, _ = archive_of(parts)
    with pytest.raises(TableError) as caught:
        check_sizes(archive, limits)
    return caught.value.code


def test_sizes_are_added_up():
    assert refuses(Limits(unpacked=1500), {"a": b"x" * 1000, "b": b"y" * 1000}) == "bomb"


def test_the_ratio_counts_from_a_size_on():
    parts = {"a": b"\0" * 1_000_000}
    check_sizes(archive_of(parts)[0], Limits(ratio=50, ratio_from=2_000_000))
    assert refuses(Limits(ratio=50, ratio_from=500_000), parts) == "bomb"


def test_other_ways_of_packing_are_refused():
    archive, _ = archive_of({"a": b"x" * 1000}, method=zipfile.ZIP_BZIP2)
    with pytest.raises(TableError, match="corrupt"):
        check_sizes(archive, Limits())


def parts_of(workbook, relations):
    archive, _ = archive_of({"xl/workbook.xml": workbook, RELATIONS: relations})
    return sheet_parts(archive)


def test_sheets_are_found_in_the_order_of_the_book():
    workbook = '<sheets><sheet name="Hai" sheetId="2" r:id="rId9"/><sheet r:id="rId1" name="Một"/></sheets>'
    relations = (
        '<Relationship Id="rId1" Type="t" Target="worksheets/sheet1.xml"/>'
        '<Relationship Target="/xl/worksheets/Sheet2.xml" Id="rId9"/>'
    )
    assert parts_of(workbook, relations) == [
        ("Hai", "xl/worksheets/sheet2.xml"),
        ("Một", "xl/worksheets/sheet1.xml"),
    ]


def test_sheets_with_signs_in_their_names():
    workbook = """<x:sheet name="A &amp; B &lt;1&gt;" r:id="a"/><x:sheet name='"C"' r:id='b'/>"""
    relations = '<p:Relationship Id="a" Target="1.xml"/><p:Relationship Id="b" Target="2.xml"/>'
    assert parts_of(workbook, relations) == [("A & B <1>", "xl/1.xml"), ('"C"', "xl/2.xml")]


def test_a_book_in_utf_16():
    workbook = '<sheet name="Đậu" r:id="a"/>'.encode("utf-16")
    assert parts_of(workbook, '<Relationship Id="a" Target="1.xml"/>') == [("Đậu", "xl/1.xml")]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", (0, 26)),
        (b'<row r="7"><c r="C7"><v>1</v></c></row>', (7, 26)),
        (b'<row r="7"><c r="AB7"><v>1</v></c></row>', (7, 28)),
        (b'<row spans="1:3" r="12"><c r="A12"/></row>', (12, 26)),
        (b"<x:row r='9'><x:c r='XFD9'/></x:row>", (9, 16384)),
        (b'<row r="1"><c r="B1234567"/></row>', (1234567, 26)),
        (b'<row\n\tr = "9" ><c r =\r\n"AAA9"/></row>', (9, 703)),
    ],
)
def test_reach(raw, expected):
    assert reach(raw) == expected


def test_reach_is_the_same_however_the_sheet_is_cut():
    raw = b"".join(b'<row r="%d"><c r="AC%d" t="s"><v>1</v></c></row>' % (n, n) for n in range(1, 400))
    assert {(look(raw, step=step).rows, look(raw, step=step).columns) for step in (7, 64, 1000, 5000)} == {(399, 29)}


@pytest.mark.parametrize(
    ("cell", "bad"),
    [
        (b'<c r="B2" t="e"><v>#REF!</v></c>', BadCell("#REF!")),
        (b'<c r="B2" s="3" t="e"><f>A1/0</f><v>#DIV/0!</v></c>', BadCell("#DIV/0!")),
        (b'<c r="B2" t="e"><f t="shared" si="0"/><v>#N/A</v></c>', BadCell("#N/A")),
        (b'<c r="B2"><f>SUM(A1:A3)</f></c>', BadCell("=SUM(A1:A3)", computed=False)),
        (b'<c r="B2"><f>A1&amp;"x"</f><v></v></c>', BadCell('=A1&"x"', computed=False)),
        (b'<c r="B2"><f t="shared" si="0"/><v/></c>', BadCell("=", computed=False)),
        (b'<c r="B2" s="1"><f aca="false">A1</f><v /></c>', BadCell("=A1", computed=False)),
        (b'<c r="B2" t="str"><f>A1</f><v></v></c>', None),
        (b'<c r="B2" s="1" t="str"><f>A1</f><v></v></c>', None),
        (b'<c r="B2"><f>A1</f><v>7</v></c>', None),
        (b'<c r="B2" t="s"><v>7</v></c>', None),
        (b'<c r="B2" t="inlineStr"><is><t>#REF!</t></is></c>', None),
    ],
)
def test_bad_cells(cell, bad):
    raw = b'<row r="2"><c r="A2"><v>1</v></c>' + cell + b'<c r="C2"><v>1</v></c></row>'
    assert look(raw).bad == ({(1, 1): bad} if bad else {})


@pytest.mark.parametrize("step", [5, 33, 90, 1000])
def test_bad_cells_are_found_however_the_sheet_is_cut(step):
    raw = b"".join(b'<row r="%d"><c r="A%d"><f>B%d</f></c></row>' % (n, n, n) for n in range(1, 60))
    assert look(raw, step=step).bad == {(n - 1, 0): BadCell(f"=B{n}", computed=False) for n in range(1, 60)}


def test_long_formulas_are_shown_in_part():
    (bad,) = look(b'<c r="A1"><f>' + b"A" * 500 + b"</f></c>").bad.values()
    assert len(bad.shown) == 81


def ods_look(rows):
    (seen,) = look_ods(b'<table:table table:name="S">' + rows + b"</table:table>")
    return seen.rows, seen.columns


FULL = b'<table:table-cell office:value-type="float"/>'


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (b"", (0, 0)),
        (b"<table:table-row>" + FULL * 3 + b"</table:table-row>", (1, 3)),
        (b"<table:table-row>" + FULL + b"<table:table-cell/></table:table-row>", (1, 1)),
        (b"<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>", (1, 1)),
        (
            b'<table:table-row table:number-rows-repeated="9"><table:table-cell/></table:table-row>'
            b"<table:table-row>" + FULL + b"</table:table-row>",
            (10, 1),
        ),
        (
            b'<table:table-row><table:covered-table-cell table:number-columns-repeated="5"/>'
            + FULL
            + b"</table:table-row>",
            (1, 6),
        ),
    ],
)
def test_ods_reach(rows, expected):
    assert ods_look(rows) == expected


def test_ods_sheets_are_looked_at_one_by_one():
    row = b"<table:table-row>" + FULL + b"</table:table-row>"
    looks = look_ods(b"<table:table>" + row * 2 + b"</table:table><table:table>" + row * 5 + b"</table:table>")
    assert [seen.rows for seen in looks] == [2, 5]


def test_reach_is_refused_past_the_limit_only():
    check_reach(Look(rows=10, columns=10), "DS", Limits(area=100))
    with pytest.raises(TableError, match="J11"):
        check_reach(Look(rows=11, columns=10), "DS", Limits(area=100))


@pytest.mark.parametrize("raw", [b"", b"<a>", b"<a></b>", b"<a/><b/>", b"text"])
def test_xml_that_is_not_whole(raw):
    with pytest.raises(TableError, match="corrupt"):
        check_xml(raw)


def test_xml_that_is_whole():
    check_xml(b'<?xml version="1.0"?><a b="c"><d/></a>')

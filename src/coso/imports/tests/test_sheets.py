"""Lists as people have them, sent as they are: which sheet is read is told and may be chosen; errors are no names."""

import contextlib
import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from coso.access.jobs import run_one
from coso.register.models import Person, Unit
from coso.results.models import Reported

PEOPLE = ["STT", "Họ và tên", "Ngày sinh"]
ONE = [PEOPLE, [1, "Nguyễn Văn An", "15/03/1985"], [2, "Trần Thị Bình", "02/11/1990"]]
TWO = [PEOPLE, [3, "Phạm Thị Dung", "07/07/1992"]]
COVER = [["DANH SÁCH ĐOÀN VIÊN NĂM 2026"], [], ["Người lập: Nguyễn Thị Hoa"], ["Vinh"], ["Năm 2026"]]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def officer(client, actors):
    client.force_login(actors.chuyen)
    return client


def workbook(sheets, *, merge=""):
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        if merge:
            page.merge_cells(merge)
    book.save(out)
    return out.getvalue()


def sent(client, tree, **sheets):
    file = SimpleUploadedFile("x.xlsx", workbook(sheets))
    data = {"file": file, "day": "2026-01-01", "of": "members", "unit": tree.garment.code}
    url = client.post(reverse("members_import"), data).url
    assert run_one()
    return url


def posted(client, tree, content, name="x.xlsx"):
    data = {"file": SimpleUploadedFile(name, content), "day": "2026-01-01", "of": "members", "unit": tree.garment.code}
    url = client.post(reverse("members_import"), data).url
    assert run_one()
    return url


def found(client, url):
    return client.get(url).context["found"]


def another(client, url, name):
    client.post(f"{url}trang/", {"sheet": name})
    run_one()
    return found(client, url)


def test_a_cover_is_passed_over(officer, tree):
    url = sent(officer, tree, Bìa=COVER, DS=ONE)
    assert (found(officer, url)["sheet"], found(officer, url)["good"]) == ("DS", 2)
    assert "không thấy danh sách" in officer.get(url).content.decode()


def test_every_list_is_named_and_another_may_be_read(officer, tree):
    url = sent(officer, tree, **{"Tổ 1": ONE, "Tổ 2": TWO})
    page = officer.get(url).content.decode()
    assert 'value="Tổ 1" checked' in page
    assert 'value="Tổ 2"' in page
    assert another(officer, url, "Tổ 2")["good"] == 1
    assert another(officer, url, "Không có")["sheet"] == "Tổ 2"


def test_both_lists_may_be_taken_as_groups(officer, tree):
    url = sent(officer, tree, **{"Tổ 1": ONE, "Tổ 2": TWO})
    assert another(officer, url, "*")["good"] == 3
    officer.post(f"{url}ghi/", {"rows": "all"})
    assert run_one()
    groups = Person.objects.filter(name__in=["Nguyễn Văn An", "Trần Thị Bình", "Phạm Thị Dung"])
    assert sorted(person.home.versions.get().name for person in groups) == ["Tổ 1", "Tổ 1", "Tổ 2"]


def test_hidden_rows_are_read_and_told(officer, tree):
    book = openpyxl.load_workbook(io.BytesIO(workbook({"DS": ONE})))
    book.active.row_dimensions[2].hidden = True
    book.active.auto_filter.ref = "A1:C3"
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("x.xlsx", out.getvalue())
    data = {"file": file, "day": "2026-01-01", "of": "members", "unit": tree.garment.code}
    url = officer.post(reverse("members_import"), data).url
    assert run_one()
    assert found(officer, url)["good"] == 2
    assert "1 dòng đang bị bộ lọc ẩn" in officer.get(url).content.decode()


def test_a_hidden_sheet_is_mentioned_and_a_file_of_hidden_lists_told_so(officer, tree, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(workbook({"DS": ONE, "Cũ": TWO})))
    book["Cũ"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    url = posted(officer, tree, (tmp_path / "a.xlsx").read_bytes())
    assert found(officer, url)["good"] == 2
    assert "1 trang ẩn không được đọc: Cũ" in officer.get(url).content.decode()
    book["Cũ"].sheet_state, book["DS"].sheet_state = "visible", "hidden"
    book["Cũ"].delete_rows(1, 9)
    book.save(tmp_path / "a.xlsx")
    url = posted(officer, tree, (tmp_path / "a.xlsx").read_bytes())
    assert "Tệp chỉ còn trang ẩn (DS)" in officer.get(url).content.decode()


@pytest.mark.parametrize("name", ["problems.xlsx", ".problems.xlsx", ".problems.json", "...", "problems"])
def test_a_list_may_have_any_name(officer, tree, name):
    rows = [*ONE, [3, "", "1990"]]
    url = posted(officer, tree, workbook({"DS": rows}), name)
    assert found(officer, url)["out"] == 1
    again = officer.get(f"{url}dong-can-sua/")
    assert again.status_code == 200
    again.close()


# ── days that begin with the month and days that do not ──


MIXED = [PEOPLE, [1, "Lê Văn An", "15/3/1985"], [2, "Lê Thị Bình", "3/25/1990"], [3, "Lê Văn Cao", "4/5/1991"]]


def birth(name):
    return str(Person.objects.get(name=name).born)


@pytest.mark.parametrize(
    ("order", "good", "born"),
    [("month", "Lê Thị Bình", "1991-04-05"), ("day", "Lê Văn An", "1991-05-04")],
)
def test_days_of_both_orders_are_asked_about_once_and_the_whole_file_is_read_as_said(officer, tree, order, good, born):
    url = sent(officer, tree, DS=MIXED)
    page = officer.get(url)
    assert page.context["mixed_days"] == ["Ngày sinh"]
    assert f'action="{url}ghi/"' not in page.content.decode()
    officer.post(f"{url}ghi/", {"rows": "good"})
    assert not run_one()
    officer.post(f"{url}ngay-thang/", {"days": order})
    assert run_one()
    assert officer.get(url).context["mixed_days"] == []
    assert found(officer, url)["problems"] == 1
    officer.post(f"{url}ghi/", {"rows": "good" if found(officer, url)["out"] else "all"})
    assert run_one()
    assert birth("Lê Văn Cao") == born
    assert birth(good) in ("1990-03-25", "1985-03-15")


# ── commands ──


def said(tmp_path, command, sheets, *flags, merge=""):
    (tmp_path / "x.xlsx").write_bytes(workbook(sheets, merge=merge))
    out = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command(command, str(tmp_path / "x.xlsx"), "--json", *flags, stdout=out)
    return json.loads(out.getvalue())


def test_a_command_names_the_sheets_and_reads_the_one_asked_for(tree, tmp_path):
    flags = [f"--unit={tree.garment.code}", "--dry-run"]
    lists = {"Bìa": COVER, "Tổ 1": ONE, "Tổ 2": TWO}
    first = said(tmp_path, "import_members", lists, *flags)
    assert (first["sheet"], first["sheets"], first["imported"]) == ("Tổ 1", ["Bìa", "Tổ 1", "Tổ 2"], 2)
    assert said(tmp_path, "import_members", lists, *flags, "--sheet=Tổ 2")["imported"] == 1
    assert said(tmp_path, "import_members", lists, *flags, "--sheet=*")["imported"] == 3


OFFICERS = ["Họ và tên", "Mã đơn vị", "Chức danh"]
UNITS = ["Tên công đoàn", "Loại", "Công đoàn cấp trên"]


@pytest.mark.parametrize("name", ["#N/A", "#REF!", "#n/a", "=Lê Lan", "+Lê Lan", "@Lê Lan"])
def test_an_error_or_a_formula_is_no_officer(tree, tmp_path, name):
    rows = [OFFICERS, [name, tree.garment.code, "Ủy viên"]]
    told = said(tmp_path, "import_officers", {"DS": rows}, "--good-rows")
    assert (told["imported"], len(told["problems"])) == (0, 1)


@pytest.mark.parametrize("name", ["#N/A", "#VALUE!", "=CĐCS Thử", "-CĐCS Thử"])
def test_an_error_or_a_formula_is_no_unit(tree, tmp_path, name):
    rows = [UNITS, [name, "CĐCS", tree.ward.code], ["CĐCS Thử Một", "CĐCS", tree.ward.code]]
    told = said(tmp_path, "import_units", {"DS": rows}, "--good-rows")
    assert (told["imported"], len(told["problems"])) == (1, 1)
    assert Unit.objects.filter(versions__name="CĐCS Thử Một").count() == 1


def test_a_level_in_the_second_column_under_its_heading_is_kept(tree, tmp_path):
    rows = [["Mã CĐCS", "Xếp loại", ""], [tree.garment.code, "", "Tốt"], [tree.school.code, "Tốt", ""]]
    told = said(tmp_path, "import_results", {"DS": rows}, "--year=2022", merge="B1:C1")
    assert (told["imported"], told["problems"]) == (2, [])
    assert Reported.objects.count() == 2


@pytest.mark.parametrize(
    ("command", "rows", "flags"),
    [
        ("import_units", [UNITS, ["CĐCS Thử", "CĐCS", "{ward}"], ["", "CĐCS", "không có"], ["X", "lạ", "y"]], []),
        ("import_officers", [OFFICERS, ["Lê Mới", "{garment}", "Ủy viên"], ["Lê Cũ", "không có", "Ủy viên"]], []),
        ("import_results", [["Mã CĐCS", "Xếp loại"], ["{garment}", "Tốt"], ["không có", "Tốt"]], ["--year=2022"]),
        ("import_members", [PEOPLE, [1, "Lê Văn An", "1990"], [2, "", "1991"]], ["--unit={garment}"]),
    ],
)
def test_a_dry_run_promises_what_booking_keeps(tree, tmp_path, command, rows, flags):
    words = {"ward": tree.ward.code, "garment": tree.garment.code}
    sheets = {"DS": [[cell.format(**words) if isinstance(cell, str) else cell for cell in row] for row in rows]}
    for more in ([], ["--good-rows"]):
        options = [*(flag.format(**words) for flag in flags), *more]
        dry, done = (said(tmp_path, command, sheets, *options, *dry) for dry in (["--dry-run"], []))
        assert (dry["imported"], dry["updated"]) == (done["imported"], done["updated"])


def test_days_of_a_list_of_officers_that_begin_with_the_month_are_read_so(tree, tmp_path):
    rows = [[*OFFICERS, "Từ ngày"], ["Lê A", tree.garment.code, "Ủy viên", "2/1/2026"]]
    rows.append(["Lê B", tree.garment.code, "Ủy viên", "1/15/2026"])
    assert said(tmp_path, "import_officers", {"DS": rows})["problems"] == []
    assert str(Person.objects.get(name="Lê A").appointments.get().start) == "2026-02-01"


@pytest.mark.parametrize(
    ("command", "rows", "flags"),
    [
        ("import_units", [[*UNITS, "Ngày thành lập"], *(["CĐCS A", "CĐCS", "{ward}", day] for day in ("D", "M"))], []),
        (
            "import_officers",
            [[*OFFICERS, "Từ ngày"], *(["Lê A", "{garment}", "Ủy viên", day] for day in ("D", "M"))],
            [],
        ),
        ("import_members", [PEOPLE, [1, "Lê Văn An", "D"], [2, "Lê Văn Bê", "M"]], ["--unit={garment}"]),
    ],
)
def test_a_command_books_no_days_of_both_orders_before_it_is_said_which_is_meant(tree, tmp_path, command, rows, flags):
    words = {"ward": tree.ward.code, "garment": tree.garment.code, "D": "15/3/1985", "M": "3/25/1990"}
    cells = [[words.get(cell, cell.format(**words)) if isinstance(cell, str) else cell for cell in row] for row in rows]
    options = [flag.format(**words) for flag in flags]
    with pytest.raises(CommandError, match="tháng"):
        said(tmp_path, command, {"DS": cells}, *options)
    promised = said(tmp_path, command, {"DS": cells}, *options, "--dry-run")
    assert (promised["imported"], len(promised["mixed_days"])) == (0, 1)
    assert not said(tmp_path, command, {"DS": cells}, *options, "--dry-run", "--days=month")["mixed_days"]


@pytest.mark.parametrize("command", ["import_units", "import_officers", "import_results --year=2022", "import_members"])
@pytest.mark.parametrize("sheets", [{"A": []}, {"A": [], "B": []}, {"A": [[" "]]}])
def test_a_command_says_in_a_sentence_that_a_workbook_is_empty(tree, tmp_path, command, sheets):
    name, *flags = command.split()
    flags += [f"--unit={tree.garment.code}"] if name == "import_members" else []
    with pytest.raises(CommandError, match="không có trang nào có dữ liệu"):
        said(tmp_path, name, sheets, *flags)

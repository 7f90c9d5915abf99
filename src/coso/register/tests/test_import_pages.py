"""Units and officers come in by the browser: sent, checked, looked at, booked once, and codes printed."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coso.access.codes import find_code
from coso.access.forms import ListForm
from coso.access.jobs import run_one
from coso.access.models import Account, Action, FirstCode
from coso.lib.tables import read_tables
from coso.register.imports.reading import find_columns
from coso.register.models import Appointment, Person, Unit
from coso.register.services.seats import appoint, end_appointment

UNITS = ["Mã đơn vị", "Tên đơn vị", "Loại", "Cấp trên", "Loại hình"]
GOOD = [
    ["X1", "Công đoàn phường Mới", "Công đoàn KKT", "{province}", ""],
    ["X2", "CĐCS Dệt Mới", "CĐCS", "X1", "Doanh nghiệp ngoài nhà nước"],
]
BAD = ["X3", "=HYPERLINK(1)", "CĐCS", "không có", ""]
OFFICERS = ["Họ và tên", "Mã đơn vị", "Chức danh", "Điện thoại"]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def officer(client, actors):
    client.force_login(actors.chuyen)
    return client


def xlsx(head, rows):
    book = openpyxl.Workbook()
    for row in [head, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("Danh sách.xlsx", out.getvalue())


def send(client, what, head, rows):
    return client.post(reverse(f"{what}_import"), {"file": xlsx(head, rows), "day": "2026-01-01"})


def sent(client, what, head, rows):
    answer = send(client, what, head, rows)
    assert run_one()
    return answer.url


def units(tree, *rows):
    return [[str(cell).replace("{province}", tree.province.code) for cell in row] for row in rows]


def book(client, url, rows="all"):
    client.post(url + "ghi/", {"rows": rows})
    return run_one()


def test_units_are_sent_checked_and_booked(officer, tree):
    url = sent(officer, "units", UNITS, units(tree, *GOOD))
    found = officer.get(url).context["found"]
    assert [found[name] for name in ("rows", "good", "new", "problems")] == [2, 2, 2, 0]
    assert not Unit.objects.filter(code="X1").exists()
    assert book(officer, url)
    assert Unit.objects.get(code="X2").path.startswith(Unit.objects.get(code="X1").path)
    page = officer.get(url).content.decode()
    assert reverse("action", args=[Action.objects.get(verb="units.import").pk]) in page


def test_a_second_click_books_nothing_twice(officer, tree):
    url = sent(officer, "units", UNITS, units(tree, *GOOD))
    assert book(officer, url)
    assert not book(officer, url)
    assert Action.objects.filter(verb="units.import").count() == 1


def test_rows_with_problems_come_back_as_excel_with_their_reasons(officer, tree, tmp_path):
    url = sent(officer, "units", UNITS, units(tree, *GOOD, BAD))
    assert "Ô là công thức chưa có kết quả" in officer.get(url).content.decode()
    (tmp_path / "back.xlsx").write_bytes(b"".join(officer.get(url + "dong-can-sua/").streaming_content))
    [sheet] = read_tables(tmp_path / "back.xlsx").sheets
    assert sheet.rows[0][:5] == UNITS
    assert sheet.rows[1][1] == "=HYPERLINK(1)"
    assert "Ô là công thức chưa có kết quả" in sheet.rows[1][-1]
    cell = openpyxl.load_workbook(tmp_path / "back.xlsx").active["B2"]
    assert cell.data_type == "s"


def test_only_the_good_rows_are_booked_if_asked_for(officer, tree):
    url = sent(officer, "units", UNITS, units(tree, *GOOD, BAD))
    assert book(officer, url, "all")
    assert not Unit.objects.filter(code="X1").exists()
    assert "note red" in officer.get(url).content.decode()
    assert book(officer, url, "good")
    assert Unit.objects.filter(code__in=["X1", "X2", "X3"]).count() == 2


def test_the_province_itself_may_stand_in_the_file_under_its_own_code(officer, tree):
    rows = [["NA", "LĐLĐ tỉnh Lam", "LĐLĐ tỉnh", "", ""], ["X2", "CĐCS Dệt Mới", "CĐCS", "NA", "HTX"]]
    url = sent(officer, "units", UNITS, rows)
    assert book(officer, url)
    assert Unit.objects.get(code="X2").path.startswith(tree.province.path)


def test_a_second_province_is_a_problem_of_its_row(officer, tree):
    url = sent(officer, "units", UNITS, [["NB", "LĐLĐ tỉnh Khác", "LĐLĐ tỉnh", "", ""]])
    assert "Đã có tỉnh rồi" in officer.get(url).content.decode()


def test_a_file_that_is_no_table_is_told_in_words(officer):
    answer = officer.post(
        reverse("units_import"), {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04x"), "day": "2026-01-01"}
    )
    run_one()
    page = officer.get(answer.url).content.decode()
    assert "Chọn tệp khác" in page
    assert "note red" in page


def test_a_file_without_the_headings_says_which_are_missing(officer):
    url = sent(officer, "units", ["a", "b"], [["c", "d"]])
    page = officer.get(url).content.decode()
    assert "tiêu đề" in page
    assert "Không có dòng nào" in page


def test_a_file_too_large_is_refused_before_it_is_kept(officer, monkeypatch, tmp_path):
    monkeypatch.setattr(ListForm, "LARGEST", 10)
    assert send(officer, "units", UNITS, []).status_code == 422
    assert not list(tmp_path.iterdir())


def test_officers_get_accounts_and_their_slips_are_printed_after(officer, tree):
    rows = [
        ["Trần Thị Mai", tree.school.code, "Phó chủ tịch", "0912345678"],
        ["Lê Văn Tư", tree.cutting.code, "Tổ trưởng", ""],
    ]
    url = sent(officer, "officers", OFFICERS, rows)
    assert not Person.objects.filter(name="Lê Văn Tư").exists()
    assert book(officer, url)
    slips = officer.post(url + "phieu/").content.decode()
    assert slips.count('class="slip"') == 2
    assert "maitt" in slips
    code = slips.split('class="code">')[1].split("<")[0]
    assert find_code(code).account.username in ("maitt", "tulv")


def test_whoever_has_opened_the_account_is_left_out_of_the_next_printing(officer, tree):
    url = sent(officer, "officers", OFFICERS, [["Trần Thị Mai", tree.school.code, "Phó chủ tịch", ""]])
    book(officer, url)
    mai = Account.objects.get(username="maitt")
    mai.set_password("x")
    mai.save()
    assert officer.post(url + "phieu/").status_code == 302
    assert not FirstCode.objects.filter(used=False, account__username="nhung").exists()


def test_the_same_officers_twice_are_the_same_people(officer, tree):
    for _ in range(2):
        book(officer, sent(officer, "officers", OFFICERS, [["Trần Thị Mai", tree.school.code, "Phó chủ tịch", ""]]))
    assert Person.objects.filter(name="Trần Thị Mai").count() == 1
    assert Appointment.objects.filter(person__name="Trần Thị Mai").count() == 1


def test_an_officer_of_a_ward_brings_officers_only_into_its_own_unions(client, actors, tree):
    client.force_login(actors.hanh)
    row = ["Trần Thị Mai", tree.stranger.code, "Phó chủ tịch", ""]
    url = sent(client, "officers", OFFICERS, [row])
    assert "Không có đơn vị mang mã này" in client.get(url).content.decode()
    assert client.get(reverse("units_import")).status_code == 404


@pytest.mark.parametrize("part", ["", "tien-do/", "dong-can-sua/", "ghi/", "phieu/"])
def test_a_list_belongs_to_whoever_sent_it(officer, client, actors, tree, part):
    url = sent(officer, "units", UNITS, units(tree, *GOOD, BAD))
    client.force_login(actors.lanh)
    assert client.get(url + part).status_code == 404
    assert client.post(url + part).status_code == 404


def test_another_post_elsewhere_does_not_open_a_list_sent_before(client, actors, tree, today):
    client.force_login(actors.hanh)
    url = sent(client, "officers", OFFICERS, [["Trần Thị Mai", "không có", "Phó chủ tịch", ""]])
    assert b"".join(client.get(url + "dong-can-sua/").streaming_content)
    person = actors.people["hanh"]
    end_appointment(appointment=Appointment.objects.get(person=person), day=today, reason="x", by=None)
    appoint(person=person, unit=tree.other_ward, post="managing_officer", day=today, by=None)
    assert client.get(reverse("officers_import")).status_code == 200
    assert [client.get(url + part).status_code for part in ("", "dong-can-sua/")] == [404, 404]


@pytest.mark.parametrize("what", ["units", "officers"])
def test_the_empty_list_has_the_headings_that_are_read(officer, what, tmp_path):
    path = tmp_path / "mau.xlsx"
    path.write_bytes(b"".join(officer.get(reverse(f"{what}_sample")).streaming_content))
    first, words = read_tables(path).sheets
    assert first.rows[0]
    assert words.rows[1]
    assert what == "officers" or len(find_columns(first)[1]) == len(first.rows[0])

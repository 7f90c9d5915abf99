"""Every kind of list is sent, looked at and booked in the same way; what is promised is kept."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from coso.access.jobs import run_one
from coso.lib import clock
from coso.lib.tables import read_tables
from coso.register.models import Appointment
from coso.register.services.seats import appoint, end_appointment
from coso.results.models import Reported

UNITS = ["Mã đơn vị", "Tên đơn vị", "Loại", "Cấp trên"]
OFFICERS = ["Họ và tên", "Mã đơn vị", "Chức danh", "Điện thoại", "Từ ngày"]
RESULTS = ["Mã CĐCS", "Mức xếp loại"]
HEADS = {"results": RESULTS, "units": UNITS, "officers": OFFICERS, "members": ["STT", "Họ và tên", "Năm sinh"]}
BAD = {"units": ["X3", "CĐCS Mới", "CĐCS", "không có"], "officers": ["Lê Mới", "KHÔNG", "Tổ trưởng", "", ""]}
BAD |= {"members": [1, "", "1990"], "results": ["KHÔNG", "Tốt"]}
KINDS = ["units", "officers", "members", "results"]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def officer(client, actors):
    client.force_login(actors.chuyen)
    return client


def workbook(*rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def sent(client, tree, what, *rows, name="x.xlsx"):
    file = SimpleUploadedFile(name, workbook(*([HEADS[what], *rows] if rows else [])))
    data = {"file": file, "day": "2026-01-01", "of": "members", "unit": tree.garment.code, "year": 2022}
    url = client.post(reverse(f"{what}_import"), data).url
    assert run_one()
    return url


def found(client, url):
    return client.get(url).context["found"]


def booked(client, url, rows="good"):
    client.post(f"{url}ghi/", {"rows": rows})
    assert run_one()
    return found(client, url)


@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("name", ["problems.xlsx", ".problems.xlsx", "problems.json", ".workers.json", "..."])
def test_a_list_may_have_any_name(officer, tree, what, name):
    url = sent(officer, tree, what, BAD[what], name=name)
    assert found(officer, url)["problems"] == 1
    assert b"".join(officer.get(f"{url}dong-can-sua/").streaming_content)
    assert officer.get(url).status_code == 200


@pytest.mark.parametrize("what", KINDS)
def test_the_rows_to_mend_come_back_under_the_headings_of_the_file(officer, tree, tmp_path, what):
    url = sent(officer, tree, what, BAD[what])
    (tmp_path / "back.xlsx").write_bytes(b"".join(officer.get(f"{url}dong-can-sua/").streaming_content))
    [sheet] = read_tables(tmp_path / "back.xlsx").sheets
    assert sheet.rows[0] == [*HEADS[what], "Lý do"]
    assert sheet.rows[1][-1]
    again = sent(officer, tree, what, sheet.rows[1][:-1])
    assert found(officer, again)["problems"] == 1


@pytest.mark.parametrize("what", KINDS)
def test_an_empty_workbook_is_told_in_words(officer, tree, what):
    page = officer.get(sent(officer, tree, what)).content.decode()
    assert "Tệp không có trang nào có dữ liệu" in page


@pytest.mark.parametrize(
    "command", [["units"], ["officers"], ["members", "--unit={garment}"], ["results", "--year=2022"]]
)
def test_an_empty_workbook_ends_a_command_with_a_sentence(tree, tmp_path, command):
    (tmp_path / "empty.xlsx").write_bytes(workbook())
    name, *flags = (part.format(garment=tree.garment.code) for part in command)
    with pytest.raises(CommandError, match="Tệp không có trang nào có dữ liệu"):
        call_command(f"import_{name}", str(tmp_path / "empty.xlsx"), *flags)


def test_a_row_without_a_name_is_none_of_the_good_ones(officer, tree):
    rows = [["X1", "CĐCS Một", "CĐCS", tree.ward.code], ["X2", "", "CĐCS", tree.ward.code]]
    url = sent(officer, tree, "units", *rows)
    promised = found(officer, url)
    assert (promised["rows"], promised["good"], promised["problems"]) == (2, 1, 1)
    assert booked(officer, url)["new"] == 1


def test_somebody_new_in_two_rows_is_promised_once(officer, tree):
    row = ["Lê Thị Mới", tree.garment.code, "Ủy viên", "0912345678", ""]
    url = sent(officer, tree, "officers", row, [*row[:2], "Tổ trưởng", "", ""], ["Lê Khác", *row[1:]])
    promised = found(officer, url)
    assert promised["new"] == 2
    done = booked(officer, url, "all")
    assert [done[name] for name in ("good", "new", "known")] == [promised[name] for name in ("good", "new", "known")]


def test_a_post_that_the_unit_has_not_is_a_problem_of_its_row(officer, tree):
    good = ["Lê Thị Mới", tree.garment.code, "Ủy viên", "", ""]
    none, early = [*good[:2], "Tổ trưởng", "", ""], [*good[:4], "01/01/1950"]
    url = sent(officer, tree, "officers", good, ["Lê A", *none[1:]], ["Lê B", *early[1:]])
    promised = found(officer, url)
    assert (promised["good"], promised["problems"]) == (1, 2)
    assert booked(officer, url)["new"] == 1


WRONG = [
    ["{ward}", "Công đoàn phường", "Công đoàn xã, phường", "{garment}"],
    ["{garment}", "CĐCS May", "CĐCS", "{line5}"],
    ["{garment}", "CĐCS May", "CĐCS", "X9"],
]


@pytest.mark.parametrize("row", WRONG)
def test_a_unit_of_before_is_not_promised_a_place_it_cannot_have(officer, tree, row):
    words = {name: getattr(tree, name).code for name in ("ward", "garment", "line5")}
    good = ["X1", "CĐCS Một", "CĐCS", tree.ward.code]
    lost = ["X9", "Công đoàn Lỗi", "Công đoàn KKT", "không có"]
    url = sent(officer, tree, "units", good, [cell.format(**words) for cell in row], lost)
    promised = found(officer, url)
    assert (promised["good"], promised["problems"]) == (1, 2)
    assert booked(officer, url)["new"] == 1


def test_a_list_as_of_a_day_before_a_unit_changes_nothing_of_it(officer, tree, monkeypatch):
    file = SimpleUploadedFile("x.xlsx", workbook(UNITS, [tree.garment.code, "CĐCS Khác", "CĐCS", ""]))
    url = officer.post(reverse("units_import"), {"file": file, "day": "1950-01-01"}).url
    run_one()
    assert found(officer, url)["problems"] == 1


def test_results_known_on_paper_are_sent_and_booked(officer, tree):
    url = sent(officer, tree, "results", [tree.garment.code, "Tốt"], BAD["results"])
    assert found(officer, url)["good"] == 1
    assert booked(officer, url)["new"] == 1
    assert Reported.objects.get(unit=tree.garment).year == 2022
    again = sent(officer, tree, "results", [tree.garment.code, "Tốt"])
    assert (found(officer, again)["new"], found(officer, again)["known"]) == (0, 1)


def test_no_results_of_a_year_to_come(officer):
    sent = {"file": SimpleUploadedFile("x.xlsx", b"x"), "year": clock.today().year + 1}
    answer = officer.post(reverse("results_import"), sent)
    assert list(answer.context["form"].errors) == ["year"]


def test_the_old_address_of_a_list_leads_to_its_page(officer, client, actors, tree):
    url = sent(officer, tree, "units", BAD["units"])
    key = url.rstrip("/").rpartition("/")[2]
    assert officer.get(reverse("register_import", args=[key])).url == url
    assert officer.get(reverse("register_import_part", args=[key, "dong-can-sua/"])).url == f"{url}dong-can-sua/"
    client.force_login(actors.lanh)
    assert client.get(reverse("register_import", args=[key])).status_code == 404


def test_the_addresses_of_one_kind_do_not_open_a_list_of_another(officer, tree):
    url = sent(officer, tree, "units", BAD["units"])
    assert officer.get(url.replace("don-vi", "can-bo")).status_code == 404


def test_a_dry_run_counts_the_units_that_booking_changes(tree, tmp_path):
    same = [tree.school.code, tree.school.versions.get().name, "CĐCS", ""]
    rows = [UNITS, [tree.garment.code, "CĐCS Đổi Tên", "CĐCS", ""], same, ["X1", "CĐCS Một", "CĐCS", tree.ward.code]]
    (tmp_path / "x.xlsx").write_bytes(workbook(*rows))
    said = [report_of("import_units", tmp_path / "x.xlsx", *flags) for flags in (["--dry-run"], [])]
    assert [(each["imported"], each["updated"]) for each in said] == [(1, 1), (1, 1)]


def test_a_dry_run_counts_the_results_that_booking_changes(tree, tmp_path):
    def write(*levels):
        rows = zip((tree.garment.code, tree.school.code, tree.garment.code), levels, strict=False)
        (tmp_path / "x.xlsx").write_bytes(workbook(["Mã CĐCS", "Mức xếp loại"], *map(list, rows)))

    write("Tốt", "Tốt")
    report_of("import_results", tmp_path / "x.xlsx", "--year=2022")
    write("Tốt", "Xuất sắc", "Hoàn thành")
    flags = ["--year=2022", "--good-rows"]
    said = [report_of("import_results", tmp_path / "x.xlsx", *flags, *more) for more in (["--dry-run"], [])]
    assert [(each["updated"], len(each["problems"])) for each in said] == [(1, 1), (1, 1)]


def report_of(command, path, *flags):
    out = io.StringIO()
    call_command(command, str(path), "--json", *flags, stdout=out)
    return json.loads(out.getvalue())


def test_what_was_read_goes_with_its_sender_losing_the_reach(client, actors, tree, today):
    client.force_login(actors.hanh)
    url = sent(client, tree, "members", BAD["members"])
    assert client.get(url).status_code == 200
    person = actors.people["hanh"]
    end_appointment(appointment=Appointment.objects.get(person=person), day=today, reason="x", by=None)
    appoint(person=person, unit=tree.other_ward, post="managing_officer", day=today, by=None)
    assert [client.get(url + part).status_code for part in ("", "dong-can-sua/", "tien-do/")] == [404] * 3
    assert client.post(url + "ghi/", {"rows": "good"}).status_code == 404

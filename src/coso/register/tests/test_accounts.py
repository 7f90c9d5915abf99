"""Officers come in by printed codes; whoever manages their union can let them in again."""

import contextlib
import datetime as dt
import io
import json

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from coso.access.codes import claim, make_code
from coso.access.journal import undo
from coso.access.models import Account, Action, FirstCode
from coso.access.refusals import ForbiddenError, RefusedError
from coso.lib import clock
from coso.register.models import Appointment, Person
from coso.register.services.accounts import give_code, username_for
from coso.register.services.people import add_member
from coso.register.services.seats import appoint, end_appointment

PASSWORD = "mot cau dai"


def test_a_code_opens_the_account_once(client, actors):
    code = make_code(actors.nhung)
    sent = {"code": code.lower(), "password": PASSWORD}
    assert client.post(reverse("first_sign_in"), sent).status_code == 302
    assert client.get(reverse("home")).status_code == 200
    assert client.post(reverse("first_sign_in"), sent).status_code == 422
    assert Account.objects.get(pk=actors.nhung.pk).check_password(PASSWORD)


def test_a_new_code_makes_the_old_one_useless(actors):
    old, new = make_code(actors.nhung), make_code(actors.nhung)
    with pytest.raises(RefusedError):
        claim(code=old, password=PASSWORD)
    assert claim(code=new, password=PASSWORD) == actors.nhung


def test_a_code_is_good_for_thirty_days(actors):
    code = make_code(actors.nhung)
    FirstCode.objects.update(until=clock.now() - dt.timedelta(seconds=1))
    with pytest.raises(RefusedError):
        claim(code=code, password=PASSWORD)


def test_a_weak_password_is_refused_and_the_code_still_works(actors):
    code = make_code(actors.nhung)
    with pytest.raises(RefusedError):
        claim(code=code, password="12345678")
    assert claim(code=code, password=PASSWORD)


def test_the_code_is_not_kept_in_clear(actors):
    code = make_code(actors.nhung)
    assert code.replace("-", "").encode() not in bytes(FirstCode.objects.get().look)


def test_the_managing_officer_lets_a_chair_in_again_and_the_journal_says_so(actors):
    account, code = give_code(person=actors.people["nhung"], by=actors.hanh)
    assert account == actors.nhung
    assert not Account.objects.get(pk=account.pk).has_usable_password()
    assert Action.objects.get(verb="account.code").actor == actors.hanh.id
    assert claim(code=code, password=PASSWORD)


@pytest.mark.parametrize("who", ["khach", "nhung", "kiem", "quan"])
def test_nobody_else_gives_codes(actors, who):
    with pytest.raises(ForbiddenError):
        give_code(person=actors.people["uy"], by=getattr(actors, who))


def test_who_has_no_post_has_no_account(tree, actors):
    plain = add_member(unit=tree.school, day=dt.date(2025, 1, 1), values={"name": "Lê Hoa"}, by=None)
    with pytest.raises(RefusedError):
        give_code(person=plain, by=actors.chuyen)


def test_usernames_are_made_of_names_and_are_free(actors):
    assert username_for("Đậu Thị Hoài") == "hoaidt"
    Account.objects.create(username="hoaidt", name="x")
    assert username_for("Đặng Thị Hoài") == "hoaidt2"


def test_an_ended_post_opens_nothing_from_that_day(client, actors, tree, today):
    held = Appointment.objects.get(person=actors.people["nhung"], seat__unit=tree.garment)
    end_appointment(appointment=held, day=today, reason="nghỉ việc", by=actors.hanh)
    client.force_login(actors.nhung)
    assert client.get(reverse("unit", args=[tree.garment.code])).status_code == 403


def test_an_empty_seat_stays_and_takes_the_next(actors, tree, today):
    held = Appointment.objects.get(person=actors.people["nhung"], seat__unit=tree.garment)
    end_appointment(appointment=held, day=today, reason="nghỉ việc", by=actors.hanh)
    new = appoint(person=actors.people["uy"], unit=tree.garment, post="chair", day=today, by=actors.hanh)
    assert new.seat_id == held.seat_id


def officers(tmp_path, rows):
    book = openpyxl.Workbook()
    for row in [["Họ và tên", "Mã đơn vị", "Chức danh", "Từ ngày", "Điện thoại"], *rows]:
        book.active.append(row)
    path = tmp_path / "officers.xlsx"
    book.save(path)
    return path


def run(path):
    out = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("import_officers", str(path), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_list_of_officers_makes_people_seats_and_printed_codes(tmp_path, tree):
    rows = [
        ["Hồ Thị Lan", tree.school.code, "Chủ tịch", "01/09/2025", 912345678],
        ["Cao Văn Sơn", tree.ward.code, "Cán bộ công đoàn", "", ""],
    ]
    said = run(officers(tmp_path, rows))
    assert (said["imported"], said["problems"]) == (2, [])
    lan = Person.objects.get(name="Hồ Thị Lan")
    assert (lan.phone, lan.appointments.get().seat.post, lan.user.username) == ("0912345678", "chair", "lanht")
    page = (tmp_path / "officers-ma.html").read_text()
    assert "Hồ Thị Lan" in page
    assert page.count("<svg") == 2
    undo(action=Action.objects.get(verb="officers.import"), reason="nhầm", by=None)
    assert not Person.objects.filter(name="Hồ Thị Lan").exists()


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (["", "x", "Chủ tịch", "", ""], "tên"),
        (["Hồ Lan", "KHONG", "Chủ tịch", "", ""], "mã"),
        (["Hồ Lan", "{}", "Giám đốc", "", ""], "chức danh"),
    ],
)
def test_a_wrong_row_is_told_in_words(tmp_path, tree, row, word):
    said = run(officers(tmp_path, [[cell.replace("{}", tree.school.code) for cell in row]]))
    assert said["imported"] == 0
    assert any(word in problem["reason"].lower() for problem in said["problems"])

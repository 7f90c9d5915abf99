"""Who may put whom in a post, and who may give whom a sign-in code: nobody rises by himself, nobody by a stranger."""

import datetime as dt
import uuid

import openpyxl
import pytest
from django.urls import reverse

from coso.access.codes import claim, find_code
from coso.access.journal import BlockedError, act, undo
from coso.access.models import Account, Action, FirstCode
from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties import services as duties
from coso.duties.models import Duty
from coso.duties.querysets import owed_by
from coso.lib import clock
from coso.register.imports.officers import book_officers, import_officers, read_officers
from coso.register.models import AccessRequest, Appointment, Nomination, Person
from coso.register.services.accounts import ask_code, decide_code, give_code, withdraw_code
from coso.register.services.first_codes import print_codes
from coso.register.services.nominations import (
    confirm_nomination,
    decline_nomination,
    nominate,
    withdraw_nomination,
)
from coso.register.services.people import add_member, new_person
from coso.register.services.seats import appoint, end_appointment

D = dt.date(2026, 1, 1)
PASSWORD = "mot cau dai"
NOBODY = "DV9999999"


def afresh(account):
    """The account as the next request meets it."""
    return Account.objects.get(pk=account.pk)


def officer(unit, post, username, name="Lê Văn Hai"):
    """One more officer with an account."""
    with act(by=None, verb="test") as a:
        account = Account.objects.create(username=username, name=name)
        person = Person.objects.get(pk=new_person(a, {"name": name, "user_id": account.id}))
    appoint(person=person, unit=unit, post=post, day=D, by=None)
    return account


def named(client, unit, code, **more):
    data = {"person": code, "post": "managing_officer", "manner": "appointed", "day": "2026-01-01"}
    return client.post(reverse("appoint", args=[unit.code]), {**data, **more})


# ── taking over an account ──


def test_a_person_out_of_sight_is_not_appointed(tree, actors):
    with pytest.raises(ForbiddenError):
        appoint(person=actors.people["lanh"], unit=tree.garment, post="committee_member", day=D, by=actors.hanh)
    with pytest.raises(ForbiddenError):
        appoint(person=actors.people["giay"], unit=tree.garment, post="committee_member", day=D, by=actors.hanh)


@pytest.mark.parametrize("elsewhere", [{}, {"elsewhere": "on"}])
def test_a_strangers_code_is_answered_like_a_code_of_nobody(client, tree, actors, elsewhere):
    client.force_login(actors.hanh)
    answers = []
    for code in (actors.people["lanh"].code, NOBODY):
        first = named(client, tree.ward, code, **elsewhere)
        page = client.get(first.url) if first.status_code == 302 else first
        text = page.content.decode()
        assert actors.people["lanh"].name not in text
        ours = text.replace(code, "CODE").split("<main")[1].split("</main")[0]
        token = first.url.split("/")[-2] if first.status_code == 302 else ""
        answers.append((first.status_code, ours.replace(token, "KEY") if token else ours))
    a, b = [[line for line in text.splitlines() if "csrf" not in line and "seen" not in line] for _s, text in answers]
    assert answers[0][0] == answers[1][0]
    assert a == b
    assert not Appointment.objects.filter(seat__unit=tree.ward, person=actors.people["lanh"]).exists()


def test_the_journal_tells_no_more_of_a_stranger_than_of_nobody(client, tree, actors):
    client.force_login(actors.hanh)
    pages = []
    for code in (actors.people["giay"].code, NOBODY):
        nominate(code=code, unit=tree.ward, post="inspector", day=D, by=actors.hanh)
        done = Action.objects.get(verb="seat.nominate", reason=code)
        text = client.get(reverse("action", args=[done.pk])).content.decode().split("<main")[1].split("</main")[0]
        pages.append(text.replace(code, "CODE").replace(str(done.pk), "KEY"))
    assert pages[0] == pages[1]
    assert actors.people["giay"].name not in pages[0]


def test_a_code_needs_every_post_today_and_to_come(tree, actors, today):
    person = actors.people["uy"]
    give_code(person=person, by=actors.hanh)
    appoint(person=person, unit=tree.stranger, post="vice_chair", day=today + dt.timedelta(days=9), by=None)
    with pytest.raises(ForbiddenError):
        give_code(person=person, by=afresh(actors.hanh))
    assert give_code(person=person, by=actors.lanh)


def test_an_older_post_counts_like_the_newest(tree, actors):
    appoint(person=actors.people["chuyen"], unit=tree.ward, post="inspector", day=D, by=None)
    with pytest.raises(ForbiddenError):
        give_code(person=actors.people["chuyen"], by=actors.hanh)
    assert not FirstCode.objects.exists()


def test_a_code_printed_before_an_appointment_does_not_open_the_new_post(tree, actors):
    _account, code = give_code(person=actors.people["nhung"], by=actors.hanh)
    appoint(person=actors.people["nhung"], unit=tree.province, post="provincial_specialist", day=D, by=actors.lanh)
    with pytest.raises(RefusedError):
        claim(code=code, password=PASSWORD)


def test_who_had_a_post_only_in_the_past_gets_no_code(tree, actors, today):
    held = Appointment.objects.get(person=actors.people["nhung"])
    end_appointment(appointment=held, day=today, reason="nghỉ", by=actors.hanh)
    with pytest.raises(RefusedError):
        give_code(person=actors.people["nhung"], by=actors.hanh)


def test_the_page_of_a_code_says_whose_it_is_to_print(client, tree, actors):
    appoint(person=actors.people["uy"], unit=tree.stranger, post="vice_chair", day=D, by=None)
    held = Appointment.objects.get(person=actors.people["uy"], seat__unit=tree.garment)
    client.force_login(actors.hanh)
    url = reverse("appointment_code", args=[tree.garment.code, held.pk])
    assert "In phiếu" not in client.get(url).content.decode()
    client.post(url)
    assert not FirstCode.objects.exists()


def test_the_account_of_the_machine_is_not_opened_by_an_officer(tree, actors):
    Account.objects.filter(pk=actors.nhung.pk).update(runs_machine=True)
    with pytest.raises(ForbiddenError):
        give_code(person=actors.people["nhung"], by=actors.hanh)


def test_codes_of_a_list_leave_out_who_is_not_the_actors(tree, actors):
    appoint(person=actors.people["uy"], unit=tree.stranger, post="vice_chair", day=D, by=None)
    for each in ("nhung", "uy", "lanh", "giay"):
        account = getattr(actors, each)
        account.set_unusable_password()
        account.save()
    made = print_codes(usernames=["nhung", "uy", "lanh", "giay"], by=actors.hanh)
    assert [slip.username for slip in made] == ["nhung"]


def test_two_codes_never_work_at_once(actors):
    first, second = (give_code(person=actors.people["nhung"], by=actors.hanh)[1] for _ in range(2))
    assert find_code(first) is None
    assert claim(code=second, password=PASSWORD)
    assert FirstCode.objects.filter(used=False).count() == 0


# ── rising by oneself ──


@pytest.mark.parametrize("post", ["provincial_specialist", "inspector", "managing_officer"])
def test_nobody_grants_himself_a_post(tree, actors, post):
    with pytest.raises(ForbiddenError):
        appoint(person=actors.people["chuyen"], unit=tree.province, post=post, day=D, by=actors.chuyen)
    with pytest.raises(ForbiddenError):
        appoint(person=actors.people["hanh"], unit=tree.garment, post="vice_chair", day=D, by=actors.hanh)


def test_an_officer_of_the_province_below_the_specialists_grants_none_of_their_posts(tree, actors):
    low = officer(tree.province, "managing_officer", "thap")
    for post in ("provincial_leader", "provincial_specialist"):
        with pytest.raises(ForbiddenError):
            appoint(person=actors.people["uy"], unit=tree.province, post=post, day=D, by=low)
    held = Appointment.objects.get(person=actors.people["chuyen"])
    with pytest.raises(ForbiddenError):
        end_appointment(appointment=held, day=dt.date(2026, 5, 1), reason="x", by=low)
    with pytest.raises(ForbiddenError):
        give_code(person=actors.people["chuyen"], by=low)


def test_a_specialist_neither_makes_nor_ends_a_leader_nor_prints_his_code(tree, actors):
    with pytest.raises(RefusedError):
        appoint(person=actors.people["kiem"], unit=tree.province, post="provincial_leader", day=D, by=actors.chuyen)
    held = Appointment.objects.get(person=actors.people["lanh"])
    with pytest.raises(ForbiddenError):
        end_appointment(appointment=held, day=dt.date(2026, 5, 1), reason="x", by=actors.chuyen)
    with pytest.raises(RefusedError):
        give_code(person=actors.people["lanh"], by=actors.chuyen)


def successor(tree, actors, by, who="kiem"):
    return nominate(code=actors.people[who].code, unit=tree.province, post="provincial_leader", day=D, by=by)


def test_a_successor_is_entered_by_one_and_confirmed_by_another(tree, actors):
    row = successor(tree, actors, actors.chuyen)
    assert [duty.subject for duty in owed_by(actors.lanh, clock.today())] == [row.pk]
    with pytest.raises(ForbiddenError):
        confirm_nomination(nomination=row, by=actors.chuyen)
    with pytest.raises(ForbiddenError):
        confirm_nomination(nomination=row, by=actors.kiem)
    made = confirm_nomination(nomination=row, by=actors.lanh)
    assert (made.seat.post, made.person) == ("provincial_leader", actors.people["kiem"])
    assert not Duty.objects.still_open().exists()
    assert {"seat.nominate", "seat.confirm"} <= set(Action.objects.values_list("verb", flat=True))


def test_two_from_below_do_not_lift_a_third_while_a_leader_sits(tree, actors):
    second = officer(tree.province, "provincial_specialist", "hai")
    row = successor(tree, actors, actors.chuyen)
    with pytest.raises(ForbiddenError):
        confirm_nomination(nomination=row, by=second)
    held = Appointment.objects.get(person=actors.people["lanh"])
    end_appointment(appointment=held, day=clock.today(), reason="nghỉ hưu", by=None)
    assert confirm_nomination(nomination=row, by=afresh(second))


def test_nobody_names_himself(tree, actors):
    with pytest.raises(ForbiddenError):
        successor(tree, actors, actors.chuyen, "chuyen")


def test_a_nomination_is_decided_once(tree, actors):
    row = successor(tree, actors, actors.chuyen)
    withdraw_nomination(nomination=row, by=actors.chuyen)
    for deed in (
        lambda: confirm_nomination(nomination=row, by=actors.lanh),
        lambda: decline_nomination(nomination=row, reason="", by=actors.lanh),
        lambda: withdraw_nomination(nomination=row, by=actors.chuyen),
    ):
        with pytest.raises(RefusedError):
            deed()
    assert not list(duties.differences())
    assert successor(tree, actors, actors.chuyen).pk != row.pk


def test_the_same_nomination_waits_once(tree, actors):
    successor(tree, actors, actors.chuyen)
    with pytest.raises(RefusedError):
        successor(tree, actors, actors.lanh)


def test_what_waits_is_withdrawn_and_not_undone(tree, actors):
    successor(tree, actors, actors.chuyen)
    with pytest.raises(BlockedError):
        undo(action=Action.objects.get(verb="seat.nominate"), reason="x", by=None)


def test_who_lost_the_post_no_longer_stands_behind_what_he_entered(tree, actors):
    row = successor(tree, actors, actors.chuyen)
    held = Appointment.objects.get(person=actors.people["chuyen"])
    end_appointment(appointment=held, day=clock.today(), reason="chuyển", by=None)
    with pytest.raises(RefusedError):
        confirm_nomination(nomination=row, by=actors.lanh)


def test_both_see_a_nomination_on_the_page_and_only_the_other_confirms(client, tree, actors):
    client.force_login(actors.chuyen)
    there = named(client, tree.province, actors.people["kiem"].code, post="provincial_leader").url
    own = client.get(there).content.decode()
    assert 'value="withdraw"' in own
    assert 'value="confirm"' not in own
    client.post(there, {"what": "confirm"})
    assert not Appointment.objects.filter(person=actors.people["kiem"], seat__post="provincial_leader").exists()
    client.force_login(actors.lanh)
    assert there in client.get(reverse("home")).content.decode()
    assert client.post(there, {"what": "confirm"}).status_code == 302
    assert Appointment.objects.filter(person=actors.people["kiem"], seat__post="provincial_leader").exists()


# ── with the consent of the other union ──


def test_another_union_agrees_to_lend_its_member(client, tree, actors):
    client.force_login(actors.hanh)
    there = named(client, tree.ward, actors.people["giay"].code, post="inspector", elsewhere="on").url
    row = Nomination.objects.get()
    assert [duty.subject for duty in owed_by(actors.khach, clock.today())] == [row.pk]
    client.force_login(actors.khach)
    assert actors.people["giay"].name in client.get(there).content.decode()
    client.post(there, {"what": "confirm"})
    assert Appointment.objects.filter(person=actors.people["giay"], seat__unit=tree.ward).exists()
    assert not Duty.objects.still_open().exists()


def test_the_union_that_asked_gives_itself_no_consent(tree, actors):
    colleague = officer(tree.ward, "managing_officer", "dong")
    row = nominate(code=actors.people["giay"].code, unit=tree.ward, post="inspector", day=D, by=actors.hanh)
    for who in (actors.hanh, colleague, actors.giay):
        with pytest.raises(ForbiddenError):
            confirm_nomination(nomination=row, by=who)
    decline_nomination(nomination=row, reason="không đồng ý", by=actors.khach)
    assert not list(duties.differences())


def test_a_nomination_of_nobody_waits_and_is_withdrawn(tree, actors):
    row = nominate(code=NOBODY, unit=tree.ward, post="inspector", day=D, by=actors.hanh)
    with pytest.raises(ForbiddenError):
        confirm_nomination(nomination=row, by=actors.lanh)
    withdraw_nomination(nomination=row, by=actors.hanh)


# ── lists of officers ──


def a_list(tmp_path, *rows):
    book = openpyxl.Workbook()
    for row in [["Họ và tên", "Mã đơn vị", "Chức danh"], *rows]:
        book.active.append(row)
    book.save(tmp_path / "officers.xlsx")
    return tmp_path / "officers.xlsx"


def test_a_list_lifts_nobody_above_who_sends_it(tmp_path, tree, actors):
    low = officer(tree.province, "managing_officer", "thap", "Lê Văn Thấp")
    rows = [
        ["Hồ Lan", tree.province.code, "Chuyên viên"],
        ["Hồ Mai", tree.province.code, "Lãnh đạo"],
        ["Lê Văn Thấp", tree.province.code, "Cán bộ kiểm tra"],
        ["Hồ Cúc", tree.ward.code, "Cán bộ công đoàn"],
    ]
    read = read_officers(path=a_list(tmp_path, *rows), by=low)
    assert [problem.row for problem in read.problems] == [2, 3, 4]
    assert [row.name for row in read.rows] == ["Hồ Cúc"]


def test_a_top_post_is_not_given_by_a_list_but_by_the_set_up(tmp_path, tree, actors):
    path = a_list(tmp_path, ["Hồ Mai", tree.province.code, "Lãnh đạo"])
    assert import_officers(path=path, by=actors.lanh)[0].problems
    assert not import_officers(path=path, by=None)[0].problems


def test_a_list_that_repeats_the_own_post_is_taken(tmp_path, tree, actors):
    path = a_list(tmp_path, [actors.people["hanh"].name, tree.ward.code, "Cán bộ công đoàn"])
    assert not read_officers(path=path, by=actors.hanh).problems


def test_a_list_read_before_the_post_ended_is_not_booked(tmp_path, tree, actors):
    read = read_officers(path=a_list(tmp_path, ["Hồ Cúc", tree.ward.code, "Cán bộ công đoàn"]), by=actors.chuyen)
    held = Appointment.objects.get(person=actors.people["chuyen"])
    end_appointment(appointment=held, day=clock.today(), reason="chuyển", by=None)
    with pytest.raises(ForbiddenError):
        book_officers(read=read, name="x", by=afresh(actors.chuyen))


def test_a_list_never_finds_somebody_who_moved_out_of_sight(tmp_path, tree, actors):
    stranger = add_member(unit=tree.stranger, day=D, values={"name": "Võ Thị Xa"}, by=None)
    held = appoint(person=stranger, unit=tree.ward, post="inspector", day=D, by=None)
    end_appointment(appointment=held, day=dt.date(2026, 5, 1), reason="x", by=None)
    import_officers(path=a_list(tmp_path, ["Võ Thị Xa", tree.ward.code, "Cán bộ kiểm tra"]), by=actors.hanh)
    assert Person.objects.filter(name="Võ Thị Xa").count() == 2


def test_booking_a_list_makes_no_code(tmp_path, tree, actors):
    _account, code = give_code(person=actors.people["nhung"], by=actors.hanh)
    path = a_list(tmp_path, [actors.people["nhung"].name, tree.garment.code, "Chủ tịch"])
    import_officers(path=path, by=actors.hanh)
    assert claim(code=code, password=PASSWORD)


# ── giving access back ──


def test_a_code_of_the_administrator_opens_once_somebody_over_all_posts_confirms(tree, actors):
    actors.nhung.set_password("cu va dai")
    actors.nhung.save()
    row, _account, code = ask_code(person=actors.people["nhung"], by=actors.quan)
    with pytest.raises(RefusedError, match="xác nhận"):
        claim(code=code, password=PASSWORD)
    assert afresh(actors.nhung).check_password("cu va dai")
    assert [duty.subject for duty in owed_by(actors.hanh, clock.today())] == [row.pk]
    for who in (actors.quan, actors.nhung, actors.khach, actors.pho, actors.kiem):
        with pytest.raises(ForbiddenError):
            decide_code(request=row, confirm=True, by=who)
    decide_code(request=row, confirm=True, by=actors.hanh)
    assert not afresh(actors.nhung).has_usable_password()
    assert claim(code=code, password=PASSWORD) == actors.nhung
    assert not list(duties.differences())


def test_an_officer_does_not_confirm_his_own_new_code(tree, actors):
    row, _account, _code = ask_code(person=actors.people["hanh"], by=actors.quan)
    assert row.confirmer == tree.province
    with pytest.raises(ForbiddenError):
        decide_code(request=row, confirm=True, by=actors.hanh)
    decide_code(request=row, confirm=True, by=actors.chuyen)


def test_a_leaders_code_is_asked_by_one_and_confirmed_by_another(tree, actors):
    with pytest.raises(ForbiddenError):
        ask_code(person=actors.people["lanh"], by=actors.hanh)
    row, _account, _code = ask_code(person=actors.people["lanh"], by=actors.quan)
    decide_code(request=row, confirm=True, by=actors.chuyen)


def test_a_declined_or_withdrawn_code_is_void(tree, actors):
    row, _account, code = ask_code(person=actors.people["nhung"], by=actors.quan)
    decide_code(request=row, confirm=False, by=actors.hanh)
    assert find_code(code) is None
    row, _account, code = ask_code(person=actors.people["nhung"], by=actors.quan)
    with pytest.raises(ForbiddenError):
        withdraw_code(request=row, by=actors.hanh)
    withdraw_code(request=row, by=actors.quan)
    assert find_code(code) is None
    with pytest.raises(RefusedError):
        decide_code(request=row, confirm=True, by=actors.hanh)
    assert not list(duties.differences())


def test_a_second_request_takes_the_place_of_the_first(tree, actors):
    first, _account, code = ask_code(person=actors.people["nhung"], by=actors.quan)
    second, _account, _code = ask_code(person=actors.people["nhung"], by=actors.quan)
    first.refresh_from_db()
    assert (first.outcome, find_code(code)) == (AccessRequest.WITHDRAWN, None)
    assert [duty.subject for duty in Duty.objects.still_open()] == [second.pk]


def test_a_code_too_old_is_not_confirmed(tree, actors):
    row, _account, _code = ask_code(person=actors.people["nhung"], by=actors.quan)
    FirstCode.objects.update(until=clock.now() - dt.timedelta(seconds=1))
    with pytest.raises(RefusedError):
        decide_code(request=row, confirm=True, by=actors.hanh)
    assert not AccessRequest.objects.get().outcome


def test_the_set_up_does_not_print_the_first_slip_again_once_somebody_was_in(client, db):
    from coso.register.services.setup import begin_province, print_first_code_again

    facts = {"name": "LĐLĐ tỉnh Lam", "code": "L", "day": D, "officer": "Hồ Lan", "post": "provincial_leader"}
    slip = begin_province(**facts, by=None)
    account = claim(code=slip.code, password=PASSWORD)
    client.force_login(account)
    account = afresh(account)
    account.set_unusable_password()
    account.save()
    with pytest.raises(RefusedError):
        print_first_code_again(by=None)


# ── codes of strangers ──


@pytest.mark.parametrize("which", ["stranger", "other_ward"])
def test_a_strangers_unit_code_is_answered_like_none(client, tree, actors, which):
    client.force_login(actors.hanh)
    url = reverse("unit_change", args=[tree.garment.code])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"reason": "QĐ 9", "day": "2026-02-01"}
    told = [
        client.post(url, {**data, "parent": code}).context["form"].errors
        for code in (getattr(tree, which).code, "KHONG-CO")
    ]
    assert told[0] == told[1] != {}


def test_only_the_province_types_a_code_of_a_new_unit(client, tree, actors):
    client.force_login(actors.hanh)
    url = reverse("unit_found", args=[tree.garment.code])
    assert "code" not in client.get(url).context["form"].fields
    client.force_login(actors.chuyen)
    assert "code" in client.get(url).context["form"].fields


@pytest.mark.parametrize("name", ["nomination", "access_request"])
def test_what_waits_elsewhere_is_not_there(client, tree, actors, name):
    there = {
        "nomination": nominate(code=NOBODY, unit=tree.other_ward, post="inspector", day=D, by=actors.khach).pk,
        "access_request": ask_code(person=actors.people["giay"], by=actors.quan)[0].pk,
    }
    for who in (actors.hanh, actors.nhung, actors.kiem, actors.giay):
        client.force_login(who)
        for key in (there[name], uuid.uuid4()):
            url = reverse(name, args=[key])
            assert client.get(url).status_code == client.post(url, {"what": "confirm"}).status_code == 404


# ── the slip ──


def test_the_slip_says_what_the_code_is_for_and_names_unit_and_post(client, tree, actors):
    client.force_login(actors.hanh)
    held = Appointment.objects.get(person=actors.people["nhung"])
    page = client.post(reverse("appointment_code", args=[tree.garment.code, held.pk])).content.decode()
    assert "Mã đăng nhập" in page
    assert "CĐCS May Lam Trà" in page
    assert "Chủ tịch" in page

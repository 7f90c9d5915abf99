"""Half-open days, refusals with their field, and who may: units, seats, workplaces, communes, letters, numbers."""

import datetime as dt

import pytest

from coso.access.refusals import ForbiddenError, RefusedError
from coso.lib.dates import DAY, FOREVER, Period
from coso.register.balance import balance
from coso.register.checks import findings
from coso.register.models import (
    Appointment,
    Authorisation,
    Headcount,
    Portfolio,
    Seat,
    UnitArea,
    UnitVersion,
    UnitWorkplace,
    Workplace,
)
from coso.register.services.authority import authorise, cover_area, end_authorisation, leave_area
from coso.register.services.people import add_member, correct_person
from coso.register.services.seats import appoint, assign_portfolio, end_appointment
from coso.register.services.units import change_unit, end_unit, found_unit
from coso.register.services.workplaces import add_workplace, count_workers, leave_workplace

D = dt.date
JAN, MARCH, JUNE, SEPT = D(2025, 1, 1), D(2025, 3, 1), D(2025, 6, 1), D(2025, 9, 1)
TAX = "2900123456"
NUMBER = "040190000011"


def refused(field, deed, **said):
    """The deed is refused and its reason belongs to the field."""
    with pytest.raises(RefusedError) as told:
        deed(**said)
    assert not isinstance(told.value, ForbiddenError)
    assert [reason.field for reason in told.value.reasons] == [field]


def fits_or(fits, field, deed, **said):
    """The deed is done if it fits, else refused at the field."""
    assert deed(**said) if fits else refused(field, deed, **said) is None


def hoa(unit, day=JAN, **values):
    return add_member(unit=unit, day=day, values={"name": "Lê Thị Hoa", "female": True, **values}, by=None)


def site(unit, **said):
    return add_workplace(**{"unit": unit, "name": "May Lam", "tax_code": TAX, "day": JAN, "by": None, **said})


def area(unit, name="Xã Lam", day=JAN):
    return cover_area(unit=unit, area=name, day=day, by=None)


def letter(unit, **said):
    return authorise(**{"unit": unit, "number": "12/UQ", "acts": ["submit"], "day": JAN, "by": None, **said})


def seat_of(actors, name):
    return Appointment.objects.get(person=actors.people[name]).seat


def held_by(actors, name):
    return Appointment.objects.select_related("seat__unit").get(person=actors.people[name])


def chair(tree, actors, **said):
    return {"person": actors.people["uy"], "unit": tree.garment, "post": "vice_chair", "day": MARCH, "by": None, **said}


# ── who may ──

DEEDS = {
    "found": lambda t, a, by: found_unit(name="Tổ Là", kind="group", parent=t.garment, day=MARCH, by=by),
    "change": lambda t, a, by: change_unit(unit=t.garment, day=MARCH, facts={"name": "X"}, reason="QĐ", by=by),
    "end": lambda t, a, by: end_unit(unit=t.garment, day=MARCH, reason="QĐ", by=by),
    "appoint": lambda t, a, by: appoint(**chair(t, a, by=by)),
    "end a post": lambda t, a, by: end_appointment(appointment=held_by(a, "nhung"), day=MARCH, reason="x", by=by),
    "hand over": lambda t, a, by: assign_portfolio(units=[t.garment], seat=seat_of(a, "hanh"), day=MARCH, by=by),
    "cover": lambda t, a, by: cover_area(unit=t.ward, area="Xã Lam", day=MARCH, by=by),
    "leave an area": lambda t, a, by: leave_area(row=area(t.ward), day=MARCH, reason="x", by=by),
    "add a workplace": lambda t, a, by: site(t.garment, by=by),
    "leave a workplace": lambda t, a, by: leave_workplace(link=site(t.garment), day=MARCH, reason="x", by=by),
}


@pytest.mark.parametrize("who", ["hanh", "chuyen", "lanh"])
@pytest.mark.parametrize("deed", DEEDS)
def test_the_organisation_is_changed_by_the_managing_union_and_the_province(tree, actors, deed, who):
    assert DEEDS[deed](tree, actors, getattr(actors, who))


@pytest.mark.parametrize("who", ["khach", "nhung", "pho", "uy", "to", "giay", "kiem", "quan"])
@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_else_changes_the_organisation(tree, actors, deed, who):
    with pytest.raises(ForbiddenError):
        DEEDS[deed](tree, actors, getattr(actors, who))


def test_a_union_is_moved_by_somebody_who_may_change_where_it_goes(tree, actors):
    said = {"unit": tree.garment, "day": MARCH, "facts": {"parent": tree.other_ward}, "reason": "QĐ"}
    for by in (actors.hanh, actors.khach):
        with pytest.raises(ForbiddenError):
            change_unit(**said, by=by)
    assert change_unit(**said, by=actors.chuyen)


def test_a_union_is_merged_by_somebody_who_may_change_its_heir(tree, actors):
    with pytest.raises(ForbiddenError):
        end_unit(unit=tree.garment, heir=tree.stranger, day=MARCH, reason="QĐ", by=actors.hanh)
    assert end_unit(unit=tree.garment, heir=tree.school, day=MARCH, reason="QĐ", by=actors.hanh)


@pytest.mark.parametrize("who", ["nhung", "uy", "hanh", "chuyen"])
def test_workers_are_counted_by_the_committee_and_those_above(tree, actors, who):
    assert count_workers(link=site(tree.garment), on=MARCH, total=10, women=5, by=getattr(actors, who))


@pytest.mark.parametrize("who", ["to", "thay", "khach", "kiem", "quan"])
def test_nobody_else_counts_workers(tree, actors, who):
    with pytest.raises(ForbiddenError):
        count_workers(link=site(tree.garment), on=MARCH, total=10, women=5, by=getattr(actors, who))


def test_a_letter_is_ended_by_who_gave_it_and_not_by_its_holder(tree, actors):
    row = letter(tree.ward, by=actors.lanh)
    with pytest.raises(ForbiddenError):
        end_authorisation(row=row, day=MARCH, reason="x", by=actors.hanh)
    assert end_authorisation(row=row, day=MARCH, reason="x", by=actors.chuyen)


@pytest.mark.parametrize(("days", "may"), [(0, False), (1, True)])
def test_an_officer_may_until_the_day_before_the_post_ends(tree, actors, today, days, may):
    end_appointment(appointment=held_by(actors, "hanh"), day=today + days * DAY, reason="chuyển", by=None)
    said = {"unit": tree.garment, "day": MARCH, "facts": {"name": "X"}, "reason": "QĐ", "by": actors.hanh}
    if may:
        assert change_unit(**said)
    else:
        with pytest.raises(ForbiddenError):
            change_unit(**said)


# ── the future ──

TOMORROW = {
    "found": lambda t, day: found_unit(name="Tổ Là", kind="group", parent=t.garment, day=day, by=None),
    "change": lambda t, day: change_unit(unit=t.garment, day=day, facts={"name": "X"}, reason="QĐ", by=None),
    "end": lambda t, day: end_unit(unit=t.garment, day=day, reason="QĐ", by=None),
    "cover": lambda t, day: area(t.ward, day=day),
    "leave an area": lambda t, day: leave_area(row=area(t.ward), day=day, reason="x", by=None),
    "authorise": lambda t, day: letter(t.ward, day=day),
    "end a letter": lambda t, day: end_authorisation(row=letter(t.ward), day=day, reason="x", by=None),
    "add a workplace": lambda t, day: site(t.garment, day=day),
    "leave a workplace": lambda t, day: leave_workplace(link=site(t.garment), day=day, reason="x", by=None),
    "count": lambda t, day: count_workers(link=site(t.garment), on=day, total=1, women=0, by=None),
}


@pytest.mark.parametrize("deed", TOMORROW)
def test_facts_are_not_entered_for_tomorrow(tree, today, deed):
    refused("day", TOMORROW[deed], t=tree, day=today + DAY)


@pytest.mark.parametrize("deed", TOMORROW)
def test_facts_are_entered_up_to_today(tree, today, deed):
    assert TOMORROW[deed](tree, today)


def test_a_post_may_begin_and_end_in_the_future(tree, actors, today):
    soon = today + 30 * DAY
    assert appoint(**chair(tree, actors, day=soon)).start == soon
    assert end_appointment(appointment=held_by(actors, "nhung"), day=soon, reason="nghỉ hưu", by=None)


# ── names and numbers of people ──


@pytest.mark.parametrize("name", ["", "  "])
def test_a_member_keeps_a_name(tree, name):
    refused("name", correct_person, person=hoa(tree.garment), values={"name": name}, by=None)


def test_who_joined_before_a_renaming_can_still_be_entered_after_it(tree):
    change_unit(unit=tree.garment, day=MARCH, facts={"name": "CĐCS May Mới"}, reason="QĐ 7", by=None)
    assert hoa(tree.garment, JAN).memberships.get().start == JAN
    assert balance(tree.garment, Period(JAN, MARCH)).closing.total == 1
    assert not list(findings())


@pytest.mark.parametrize(
    ("number", "field"), [("national_id", "national_id"), ("old_id", "national_id"), ("passport", "passport")]
)
def test_a_number_belongs_to_one_person_whichever_number_it_is(tree, number, field):
    hoa(tree.garment, **{number: NUMBER})
    refused(field, correct_person, person=hoa(tree.school), values={number: NUMBER}, by=None)
    refused(field, add_member, unit=tree.school, day=JAN, values={"name": "Hồ Lan", number: NUMBER}, by=None)


def test_ones_own_number_is_no_obstacle(tree):
    person = hoa(tree.garment, national_id=NUMBER)
    assert correct_person(person=person, values={"national_id": NUMBER, "phone": "0901"}, by=None)


def test_of_a_stranger_with_the_number_nothing_is_told(tree, actors):
    hoa(tree.stranger, national_id=NUMBER)
    with pytest.raises(RefusedError) as told:
        add_member(unit=tree.garment, day=JAN, values={"name": "A", "national_id": NUMBER}, by=actors.nhung)
    assert not {"Hoa", "Trà", "Giày", "Lam", "Hồng"} & set(str(told.value).replace(".", " ").split())


def test_somebody_of_the_own_union_with_the_number_is_named_with_the_code(tree, actors):
    known = hoa(tree.line5, national_id=NUMBER)
    with pytest.raises(RefusedError, match=known.code):
        add_member(unit=tree.garment, day=JAN, values={"name": "A", "national_id": NUMBER}, by=actors.nhung)


# ── units ──


def test_a_code_is_given_once(tree):
    said = {"name": "Tổ Là", "kind": "group", "parent": tree.garment, "day": JAN, "by": None}
    refused("code", found_unit, **said, code=tree.line5.code)
    assert found_unit(**said, code="LA-1").code == "LA-1"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "  "}, "name"),
        ({"sector": "private"}, "sector"),
        ({"kind": "club"}, "kind"),
        ({"kind": "district_federation"}, "kind"),
        ({"state": "asleep"}, "state"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_with_its_field(tree, facts, field):
    refused(field, change_unit, unit=tree.garment, day=D(2025, 8, 1), facts=facts, reason="QĐ", by=None)
    assert UnitVersion.objects.filter(unit=tree.garment).count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "club"}, "kind"),
        ({"sector": "private"}, "sector"),
        ({"kind": "province", "sector": ""}, "parent"),
        ({"kind": "group", "sector": ""}, "parent"),
        ({"parent": None}, "parent"),
    ],
)
def test_a_unit_that_cannot_be_is_not_founded(tree, said, field):
    usual = {"name": "CĐCS Mới", "kind": "grassroots", "sector": "soe", "parent": tree.ward, "day": JAN, "by": None}
    refused(field, found_unit, **{**usual, **said})


@pytest.mark.parametrize(("day", "fits"), [(D(2025, 6, 30), True), (D(2025, 7, 1), False)])
def test_a_kind_is_founded_until_the_day_before_it_is_abolished(tree, day, fits):
    said = {"name": "LĐLĐ huyện Hồng", "kind": "district_federation", "parent": tree.province, "by": None}
    fits_or(fits, "kind", found_unit, **said, day=day)


def test_an_organisation_changes_and_ends_with_a_reason(tree):
    refused("reason", change_unit, unit=tree.garment, day=MARCH, facts={"name": "X"}, reason=" ", by=None)
    refused("reason", end_unit, unit=tree.garment, day=MARCH, reason=" ", by=None)


def test_a_fact_holds_until_its_own_next_change(tree):
    change_unit(unit=tree.garment, day=JUNE, facts={"name": "CĐCS C"}, reason="QĐ 2", by=None)
    change_unit(unit=tree.garment, day=MARCH, facts={"name": "CĐCS B", "sector": "soe"}, reason="QĐ 1", by=None)
    rows = UnitVersion.objects.filter(unit=tree.garment).order_by("start").values_list("start", "name", "sector")
    assert list(rows)[1:] == [(MARCH, "CĐCS B", "soe"), (JUNE, "CĐCS C", "soe")]


def test_names_are_kept_without_needless_blanks(tree):
    change_unit(unit=tree.garment, day=MARCH, facts={"name": "  CĐCS   May  "}, reason="QĐ", by=None)
    assert UnitVersion.objects.on(MARCH).get(unit=tree.garment).name == "CĐCS May"


# ── workplaces and counts ──


def test_a_workplace_left_on_a_day_can_be_taken_up_on_that_day(tree):
    link = site(tree.garment)
    leave_workplace(link=link, day=MARCH, reason="x", by=None)
    refused("tax_code", site, unit=tree.garment, day=MARCH - DAY)
    assert site(tree.garment, day=MARCH).workplace_id == link.workplace_id


@pytest.mark.parametrize("codes", [("", ""), (TAX, "2900999999")])
def test_workplaces_are_the_same_by_one_tax_code_alone(tree, codes):
    assert len({site(tree.garment, tax_code=code).workplace_id for code in codes}) == 2


def test_a_workplace_has_a_name_and_a_union_that_lives(tree):
    refused("name", site, unit=tree.garment, name=" ")
    end_unit(unit=tree.line5, day=MARCH, reason="QĐ", by=None)
    refused("day", site, unit=tree.line5, day=MARCH)
    assert not Workplace.objects.exists()


@pytest.mark.parametrize(("day", "fits"), [(JAN, False), (JAN + DAY, True)])
def test_a_workplace_is_left_the_day_after_it_was_taken_up_at_the_earliest(tree, day, fits):
    link = site(tree.garment)
    fits_or(fits, "day", leave_workplace, link=link, day=day, reason="x", by=None)
    assert UnitWorkplace.objects.on(day).filter(pk=link.pk).exists() is not fits


def test_a_workplace_that_was_left_is_not_left_again_on_that_day(tree):
    link = site(tree.garment)
    leave_workplace(link=link, day=MARCH, reason="x", by=None)
    link.refresh_from_db()
    refused("day", leave_workplace, link=link, day=MARCH, reason="x", by=None)


@pytest.mark.parametrize(("women", "fits"), [(None, True), (0, True), (10, True), (11, False)])
def test_women_are_at_most_all(tree, women, fits):
    fits_or(fits, "women", count_workers, link=site(tree.garment), on=MARCH, total=10, women=women, by=None)


def test_a_count_corrects_its_own_day_and_place_and_no_other(tree):
    here, there = site(tree.garment), site(tree.school, tax_code="2900999999")
    for link, on, total in ((here, MARCH, 10), (here, JUNE, 20), (there, MARCH, 30), (here, MARCH, 11)):
        count_workers(link=link, on=on, total=total, women=None, by=None)
    found = set(Headcount.objects.values_list("workplace", "on", "total"))
    assert found == {(here.workplace_id, MARCH, 11), (here.workplace_id, JUNE, 20), (there.workplace_id, MARCH, 30)}


# ── communes and letters ──


def test_a_commune_is_known_by_its_name_however_it_is_written(tree):
    area(tree.ward, "Xã  Lam Trà")
    refused("area", area, unit=tree.ward, name="xa lam tra")
    refused("area", area, unit=tree.ward, name="  ")
    assert area(tree.other_ward, "Xã Lam Trà")


def test_a_commune_that_was_left_can_be_covered_again_from_that_day(tree):
    leave_area(row=area(tree.ward), day=MARCH, reason="x", by=None)
    refused("area", area, unit=tree.ward, day=MARCH - DAY)
    area(tree.ward, day=MARCH)
    assert [UnitArea.objects.on(day).filter(unit=tree.ward).count() for day in (MARCH - DAY, MARCH)] == [1, 1]


@pytest.mark.parametrize(("day", "fits"), [(JAN - DAY, False), (JAN, False), (JAN + DAY, True)])
def test_what_lasts_ends_after_its_first_day(tree, day, fits):
    fits_or(fits, "day", leave_area, row=area(tree.ward), day=day, reason="x", by=None)
    fits_or(fits, "day", end_authorisation, row=letter(tree.ward), day=day, reason="x", by=None)


@pytest.mark.parametrize("day", [MARCH, JUNE])
def test_what_has_ended_does_not_end_again(tree, day):
    row, paper = area(tree.ward), letter(tree.ward, until=MARCH)
    leave_area(row=row, day=MARCH, reason="x", by=None)
    row.refresh_from_db()
    refused("day", leave_area, row=row, day=day, reason="x", by=None)
    refused("day", end_authorisation, row=paper, day=day, reason="x", by=None)


@pytest.mark.parametrize(("days", "fits"), [(0, False), (1, True)])
def test_a_letter_lasts_at_least_a_day(tree, days, fits):
    fits_or(fits, "until", letter, unit=tree.ward, until=JAN + days * DAY)


def test_one_unknown_act_spoils_a_letter(tree):
    refused("acts", letter, unit=tree.ward, acts=["submit", "marry"])
    assert not Authorisation.objects.exists()


@pytest.mark.parametrize("unit", ["garment", "line5"])
def test_only_a_managing_union_has_communes_and_letters(tree, unit):
    refused("", area, unit=getattr(tree, unit))
    refused("", letter, unit=getattr(tree, unit))


def test_nobody_stands_above_the_province_to_authorise_it(tree):
    refused("", letter, unit=tree.province)


# ── seats and portfolios ──


@pytest.mark.parametrize(
    ("unit", "post"),
    [
        ("garment", "group_leader"),
        ("garment", "managing_officer"),
        ("line5", "chair"),
        ("ward", "chair"),
        ("ward", "provincial_leader"),
        ("province", "group_leader"),
        ("garment", "king"),
    ],
)
def test_a_unit_has_the_posts_of_its_level_and_kind_only(tree, actors, unit, post):
    refused("post", appoint, **chair(tree, actors, unit=getattr(tree, unit), post=post))


def test_nobody_is_appointed_in_a_union_that_ended_nor_beyond_its_end(tree, actors):
    end_unit(unit=tree.garment, day=JUNE, reason="QĐ", by=None)
    refused("day", appoint, **chair(tree, actors, day=JUNE))
    refused("until", appoint, **chair(tree, actors))
    refused("until", appoint, **chair(tree, actors, until=JUNE + DAY))
    row = appoint(**chair(tree, actors, until=JUNE))
    assert Seat.objects.get(pk=row.seat_id).end == JUNE
    assert not list(findings())


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, False), (1, True)])
def test_a_post_lasts_at_least_a_day(tree, actors, days, fits):
    fits_or(fits, "until", appoint, **chair(tree, actors, until=MARCH + days * DAY))


def test_a_provisional_post_has_an_end_and_an_appointed_one_needs_none(tree, actors):
    refused("until", appoint, **chair(tree, actors, manner="provisional"))
    assert appoint(**chair(tree, actors, manner="provisional", until=JUNE)).end == JUNE
    assert appoint(**chair(tree, actors, day=JUNE, manner="appointed")).end == FOREVER


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, False), (1, True)])
def test_a_post_is_left_after_its_first_day_and_once(tree, actors, days, fits):
    row, day = appoint(**chair(tree, actors)), MARCH + days * DAY
    fits_or(fits, "day", end_appointment, appointment=row, day=day, reason="x", by=None)
    row.refresh_from_db()
    if fits:
        refused("day", end_appointment, appointment=row, day=day, reason="x", by=None)


def test_a_seat_is_free_from_the_day_it_was_left_and_not_the_day_before(tree, actors):
    left = held_by(actors, "pho")
    end_appointment(appointment=left, day=JUNE, reason="nghỉ", by=None)
    early = appoint(**chair(tree, actors, day=JUNE - DAY, until=JUNE))
    after = appoint(**chair(tree, actors, day=JUNE))
    assert (early.seat.n, after.seat_id) == (2, left.seat_id)


def test_a_portfolio_needs_a_union_and_changes_hands_on_its_day(tree, actors):
    old, new = seat_of(actors, "hanh"), seat_of(actors, "chuyen")
    refused("", assign_portfolio, units=[], seat=old, day=JAN, by=None)
    assign_portfolio(units=[tree.garment], seat=old, day=JAN, by=None)
    assign_portfolio(units=[tree.garment], seat=new, day=MARCH, by=None)
    held = [Portfolio.objects.on(day).get(unit=tree.garment).seat_id for day in (MARCH - DAY, MARCH)]
    assert held == [old.id, new.id]


def test_handing_over_from_the_first_day_replaces_and_leaves_no_empty_span(tree, actors):
    assign_portfolio(units=[tree.garment], seat=seat_of(actors, "hanh"), day=MARCH, by=None)
    assign_portfolio(units=[tree.garment], seat=seat_of(actors, "chuyen"), day=MARCH, by=None)
    assert Portfolio.objects.get(unit=tree.garment).seat_id == seat_of(actors, "chuyen").id


def test_giving_a_union_to_who_has_it_changes_nothing(tree, actors):
    seat = seat_of(actors, "hanh")
    assign_portfolio(units=[tree.garment], seat=seat, day=JAN, by=None)
    assign_portfolio(units=[tree.garment, tree.school], seat=seat, day=MARCH, by=None)
    found = Portfolio.objects.filter(seat=seat).order_by("start").values_list("unit", "start", "end")
    assert list(found) == [(tree.garment.id, JAN, FOREVER), (tree.school.id, MARCH, FOREVER)]

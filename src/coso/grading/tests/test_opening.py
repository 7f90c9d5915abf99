"""Opening: several rounds in a year share the unions, days come from the rubric, chains are data per kind of unit."""

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse

from coso.access.refusals import RefusedError
from coso.duties.models import Duty
from coso.duties.services import differences
from coso.grading.models import Round, RoundStep, Sheet
from coso.grading.services.appraisal import move_on
from coso.grading.services.cancelling import cancel_round
from coso.grading.services.deadlines import dues as day_dues
from coso.grading.services.planning import Asked, plan_round
from coso.grading.services.rounds import choose_denominator, refresh_figures
from coso.grading.testing.rounds import SCHOOL, SHORT, dues, stand_at, start_round
from coso.grading.testing.year import again, fill_in
from coso.lib.dates import DAY, Period
from coso.register.models import Membership
from coso.results.reads import result
from coso.rubrics.grammar.model import SizeClass
from coso.rubrics.specs import grammar_of
from coso.rubrics.terms import sectors_of
from coso.testing.days import on
from coso.testing.forms import send

D = dt.date
CLUSTER = ["self", "cluster", "appraise", "decide", "publish"]


def units(round_):
    return set(Sheet.objects.filter(round=round_).values_list("unit", flat=True))


def typed(client, **said):
    """What the opening page sends when nothing is changed."""
    page = client.get(reverse("round_open") + f"?calendar={said.get('calendar', 'calendar_year')}&year=2026")
    form, chain = page.context["form"], page.context["chains"][0]
    data = {name: form[name].value() for name in form.fields}
    steps = {field.html_name: field.value() for pair in chain.rows() for field in pair}
    return {name: value for name, value in {**data, **steps, **said}.items() if value not in (None, False)}


def open_page(client, **said):
    return client.post(reverse("round_open"), typed(client, **said))


def test_the_rubric_says_which_sectors_a_calendar_grades(model_rubric):
    school = sectors_of(grammar_of(model_rubric), "school_year")
    assert school == {"non_state_enterprise", "non_public_service", "cooperative", "public_service", "state_body"}
    assert {"soe", "nghiep_doan"} <= sectors_of(grammar_of(model_rubric), "calendar_year")


def test_a_school_round_beside_a_calendar_round_shares_the_unions(tree, actors, model_rubric):
    schools = start_round(tree, model_rubric, **SCHOOL)
    others = start_round(tree, model_rubric)
    assert units(schools) == {tree.school.id}
    assert units(others) == {tree.garment.id, tree.stranger.id}
    found = result(2026)
    assert (found.strata["state"].all, found.strata["non_state"].all) == (1, 2)
    assert not list(differences())


def test_a_union_is_graded_by_the_table_of_its_size_on_the_closing_day(tree, actors, model_rubric):
    """Lam Trà has members on record; those of the stranger are not counted, so no table of a size is for it."""
    grammar, key = grammar_of(model_rubric), "non_state_enterprise"
    window = Period.closed(D(2025, 12, 1), D(2026, 11, 30))
    facts = {"unit": tree.province, "window": window, "closing": window.last, "tracks": {""}}
    n = Membership.objects.on(window.last).filter(unit__path__startswith=tree.garment.path).count()

    def table_of(size):
        sized = tuple(replace(each, members=size) if each.key == key else each for each in grammar.variants)
        plan = plan_round(grammar=replace(grammar, variants=sized), **facts)
        return {each.unit: (each.variant, each.why_not) for each in plan.candidates}

    assert n > 1
    assert table_of(SizeClass(low=n))[tree.garment.id] == (key, "")
    assert table_of(SizeClass(low=n + 1))[tree.garment.id] == ("", "no_rubric")
    assert table_of(SizeClass(low=n + 1))[tree.school.id] == ("public_service", "")


def test_the_form_names_the_other_windows_of_the_rubric(client, tree, actors, model_rubric):
    client.force_login(actors.chuyen)
    calendar = client.get(reverse("round_open") + "?year=2026").context["form"]
    assert "01/01/2026 – 31/12/2026" in str(calendar.fields["last"].help_text)
    school = client.get(reverse("round_open") + "?calendar=school_year&year=2026").context["form"]
    assert not school.fields["last"].help_text


def test_the_preview_says_what_is_left_to_the_other_round(tree, actors, model_rubric):
    start_round(tree, model_rubric, **SCHOOL)
    window = Period.closed(D(2025, 12, 1), D(2026, 11, 30))
    facts = {"unit": tree.province, "grammar": grammar_of(model_rubric), "window": window, "tracks": {""}}
    plan = plan_round(**facts, closing=D(2026, 11, 30), asked=Asked(2026, frozenset({"soe", "public_service"})))
    assert {row.unit: row.why_not for row in plan.left} == {
        tree.school.id: "other_round",
        tree.garment.id: "other_calendar",
        tree.stranger.id: "other_calendar",
    }
    assert not plan.candidates


def test_a_round_without_unions_a_second_one_alike_or_a_foreign_window_is_refused(tree, actors, model_rubric):
    with pytest.raises(RefusedError, match="CĐCS nào"):
        start_round(tree, model_rubric, sectors=["soe"])
    with pytest.raises(RefusedError, match="năm đánh giá"):
        start_round(tree, model_rubric, window=Period.closed(D(2024, 12, 1), D(2025, 11, 30)))
    start_round(tree, model_rubric)
    with pytest.raises(RefusedError):
        start_round(tree, model_rubric)


def test_the_page_takes_days_and_sectors_from_the_rubric_for_each_calendar(client, tree, actors, model_rubric):
    client.force_login(actors.chuyen)
    url = reverse("round_open") + "?year=2027&calendar="
    year, school = (client.get(url + calendar).context["form"] for calendar in ("calendar_year", "school_year"))
    assert (year["first"].value(), year["closing"].value()) == (D(2026, 12, 1), D(2027, 11, 30))
    assert (school["first"].value(), school["closing"].value()) == (D(2026, 6, 1), D(2027, 5, 31))
    assert "soe" not in school["sectors"].value()


def test_a_round_is_previewed_then_opened_in_one_action(client, tree, actors, model_rubric):
    client.force_login(actors.chuyen)
    shown = open_page(client)
    assert len(shown.context["plan"].graded) == 3
    assert not Round.objects.exists()
    made = open_page(client, open="1")
    round_ = Round.objects.get()
    assert made.url == reverse("round", args=[round_.pk])
    assert Sheet.objects.filter(round=round_).count() == Duty.objects.count() == 3


def test_the_preview_refuses_what_opening_would_refuse(client, tree, actors, model_rubric):
    client.force_login(actors.chuyen)
    answer = open_page(client, last="2025-11-30")
    assert answer.status_code == 422
    assert not answer.context["plan"]
    assert "last" in answer.context["form"].errors


def test_a_chain_is_added_for_a_sector_with_its_own_steps_and_days(client, tree, actors, model_rubric):
    client.force_login(actors.chuyen)
    added = open_page(client, add="public_service")
    assert [chain.track for chain in added.context["chains"]] == ["", "public_service"]
    assert not Round.objects.exists()
    chain = added.context["chains"][1]
    steps = {field.html_name: field.value() for pair in chain.rows() for field in pair if field.value()}
    steps |= {"chain-public_service-on_cluster": "on", "track": "public_service", "open": "1"}
    open_page(client, **steps)
    kinds = RoundStep.objects.filter(track="public_service").order_by("n").values_list("kind", flat=True)
    assert list(kinds) == CLUSTER
    assert Sheet.objects.get(unit=tree.school).track == "public_service"
    page = client.get(reverse("round", args=[Round.objects.get().pk])).content.decode()
    assert "Đơn vị sự nghiệp công lập" in page


def test_a_chain_can_be_for_the_unions_under_a_kind_of_managing_union(tree, actors, model_rubric):
    opened = start_round(tree, model_rubric, chains={"": dues(SHORT), "zone_union": dues(CLUSTER)})
    assert set(Sheet.objects.filter(round=opened).values_list("track", flat=True)) == {"zone_union"}


def test_a_chain_is_taken_away_and_unknown_words_are_left_out(client, tree, actors, model_rubric):
    client.force_login(actors.chuyen)
    gone = open_page(client, track="public_service", drop="public_service")
    assert [chain.track for chain in gone.context["chains"]] == [""]
    assert [chain.track for chain in open_page(client, add="nonsense").context["chains"]] == [""]


def test_a_day_before_that_of_the_step_before_is_told_beside_it(client, tree, actors, model_rubric):
    client.force_login(actors.chuyen)
    answer = open_page(client, **{"chain-due_appraise": "2026-01-01"})
    assert answer.status_code == 422
    assert "due_appraise" in answer.context["chains"][0].errors
    assert ">Thẩm định, hạn</a>" in answer.content.decode()


def test_at_the_cluster_step_the_managing_union_passes_the_sheet_on(tree, actors, model_rubric):
    from coso.grading.services.scoring import submit_sheet

    opened = start_round(tree, model_rubric, chains={"": dues(CLUSTER)})
    sheet = Sheet.objects.get(round=opened, unit=tree.garment)
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    assert again(sheet).step == "cluster"
    move_on(sheet=again(sheet), by=actors.hanh)
    assert (again(sheet).step, bool(again(sheet).clustered)) == ("appraise", True)
    assert not list(differences())


def test_a_second_round_counts_over_what_the_first_counts_over(tree, actors, model_rubric):
    start_round(tree, model_rubric, **SCHOOL, denominator="all")
    with pytest.raises(RefusedError, match="mẫu số"):
        start_round(tree, model_rubric)
    assert start_round(tree, model_rubric, denominator="all").denominator == "all"


def test_the_denominator_changes_with_a_reason_for_the_whole_year(tree, actors, model_rubric):
    school = start_round(tree, model_rubric, **SCHOOL)
    start_round(tree, model_rubric)
    with pytest.raises(RefusedError):
        choose_denominator(round_=school, denominator="graded", why=" ", by=actors.chuyen)
    choose_denominator(round_=school, denominator="graded", why="theo công văn 12", by=actors.chuyen)
    assert set(Round.objects.values_list("denominator", flat=True)) == {"graded"}


def test_publication_freezes_the_denominator(a_round, actors):
    from coso.grading.services.decisions import publish_sheets

    rows = [stand_at(row, "publish") for row in Sheet.objects.filter(round=a_round, why_not="")]
    publish_sheets(round_=a_round, sheets=rows, by=actors.chuyen)
    assert again(a_round).published
    with pytest.raises(RefusedError, match="chốt"):
        choose_denominator(round_=again(a_round), denominator="all", why="x", by=actors.chuyen)


def test_the_page_of_a_round_names_what_counts_and_only_who_decides_changes_it(client, a_round, actors):
    url = reverse("round", args=[a_round.pk])
    for who, told, changed in (
        (actors.kiem, 404, "eligible"),
        (actors.hanh, 404, "eligible"),
        (actors.chuyen, 302, "all"),
    ):
        client.force_login(who)
        assert client.post(url, {"denominator": "all", "why": "công văn"}).status_code == told
        assert again(a_round).denominator == changed


def test_the_pages_of_a_year_show_all_its_rounds(client, tree, actors, model_rubric):
    schools, others = start_round(tree, model_rubric, **SCHOOL), start_round(tree, model_rubric)
    client.force_login(actors.chuyen)
    page = client.get(reverse("grading_year", args=[2026])).content.decode()
    assert all(each.name in page for each in (schools, others))
    listed = client.get(reverse("sheets", args=[2026]) + f"?round={schools.pk}")
    assert [row.name for row in listed.context["rows"]] == ["CĐCS Trường Tiểu học Hồng 1"]


# ── what a newcomer typed ──


def test_the_days_follow_when_another_year_is_typed_and_nothing_is_opened_meanwhile(client, tree, actors, model_rubric):
    client.force_login(actors.chuyen)
    answer = open_page(client, year="2027", open="1")
    form = answer.context["form"]
    assert (form["first"].value(), form["closing"].value()) == (D(2026, 12, 1), D(2027, 11, 30))
    assert answer.context["chains"][0]["due_self"].value() == D(2027, 12, 5)
    assert "theo năm 2027" in answer.content.decode()
    assert not Round.objects.exists()


def test_a_school_year_ticks_the_sectors_that_have_schools(client, tree, actors, model_rubric):
    client.force_login(actors.chuyen)
    form = client.get(reverse("round_open") + "?calendar=school_year&year=2027").context["form"]
    assert set(form["sectors"].value()) == {"public_service", "non_public_service"}


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"first": "2024-12-01"}, "first", "mười hai tháng"),
        ({"closing": "2026-11-20"}, "closing", "trước khi hết"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(client, tree, actors, model_rubric, said, field, words):
    client.force_login(actors.chuyen)
    answer = open_page(client, **said)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])


def test_a_last_good_day_in_the_past_is_refused(client, tree, actors, model_rubric):
    client.force_login(actors.chuyen)
    answer = open_page(client, **{"chain-due_self": "2026-11-01"})
    assert answer.status_code == 422
    assert "đã qua" in str(answer.context["chains"][0].errors["due_self"])
    with pytest.raises(RefusedError, match="quá khứ"):
        start_round(tree, model_rubric, by=actors.chuyen, chains={"": [(k, D(2026, 11, 1)) for k, _due in dues(SHORT)]})


def test_the_preview_names_those_who_are_not_graded(client, tree, actors, model_rubric):
    client.force_login(actors.chuyen)
    text = open_page(client, sectors=["non_state_enterprise"]).content.decode()
    assert "<li>CĐCS Trường Tiểu học Hồng 1</li>" in text


def test_two_rounds_are_told_apart_in_the_duty_and_on_the_sheet(client, tree, actors, model_rubric):
    start_round(tree, model_rubric, **SCHOOL, chains={"": dues(SHORT)})
    client.force_login(actors.thay)
    assert "Năm học 2025–2026" in client.get(reverse("home")).context["rows"][0].which
    sheet = Sheet.objects.get(unit=tree.school)
    assert "<b>Năm học 2025–2026</b>" in client.get(reverse("sheet", args=[sheet.pk])).content.decode()


# ── cancelled ──


def test_a_round_just_opened_is_cancelled_from_its_page(client, a_round, actors):
    refresh_figures(round_=a_round, by=None)
    client.force_login(actors.chuyen)
    page = reverse("round_cancel", args=[a_round.pk])
    assert page in client.get(reverse("round", args=[a_round.pk])).content.decode()
    assert send(client, page, why="mở nhầm năm").url == reverse("grading")
    assert not Round.objects.exists()
    assert not Duty.objects.exists()


def test_a_round_in_which_somebody_scored_is_not_cancelled(client, a_round, sheet, actors):
    fill_in(sheet, actors.nhung)
    client.force_login(actors.chuyen)
    page = reverse("round_cancel", args=[a_round.pk])
    assert page not in client.get(reverse("round", args=[a_round.pk])).content.decode()
    with pytest.raises(RefusedError, match="đã bắt đầu chấm"):
        cancel_round(round_=a_round, why="mở nhầm", by=actors.chuyen)
    assert client.get(page).status_code == 200


def test_who_may_not_open_a_round_may_not_cancel_one(a_round, actors):
    with pytest.raises(RefusedError):
        cancel_round(round_=a_round, why="mở nhầm", by=actors.hanh)


@pytest.mark.parametrize("calendar", ["calendar_year", "school_year"])
@pytest.mark.parametrize("year", [2024, 2026, 2027, 2100])
def test_all_days_proposed_lie_in_order_follow_the_year_and_none_is_past(year, calendar, province, model_rubric, today):
    page = province.get(reverse("round_open"), {"year": year, "calendar": calendar})
    days = [page.context["form"][name].value() for name in ("first", "last", "closing")]
    dues = [due.value() for _on, due in page.context["chains"][0].rows()]
    assert days == sorted(days)
    assert days[1].year == year
    assert dues == sorted(set(dues))
    assert dues[0] > max(days[-1], today)


def test_a_chain_just_added_starts_after_the_closing_day_that_was_typed(province, model_rubric):
    sent = typed(province, closing="2027-01-31", add="soe")
    added = province.post(reverse("round_open"), sent).context["chains"][1]
    assert min(due.value() for _on, due in added.rows()) > D(2027, 1, 31)


def test_a_day_proposed_within_a_step_is_not_after_its_end(a_round, sheet, actors, client):
    stand_at(sheet, "appraise")
    last = next(iter(day_dues(a_round, "appraise", [again(sheet)]).values()))
    client.force_login(actors.hanh)
    for moment, proposed in (
        (last - 9 * DAY, last - 2 * DAY),
        (last - DAY, last),
        (last, last),
        (last + DAY, last + DAY),
    ):
        with on(moment):
            client.force_login(actors.hanh)
            assert client.get(reverse("sheet", args=[sheet.pk])).context["answer_by"] == proposed


def test_a_poll_is_proposed_to_end_while_its_turnout_still_counts(big, actors, client):
    last = big.round.end - DAY
    for moment, proposed in ((last - 20 * DAY, last - 6 * DAY), (last - 3 * DAY, last), (last + DAY, last + 15 * DAY)):
        with on(moment):
            client.force_login(actors.nhung)
            assert client.get(reverse("sheet_poll", args=[big.pk])).context["last"] == proposed

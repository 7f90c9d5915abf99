"""What signed minutes establish caps the level: a person closes the gate, the points stay, and everybody reads why."""

from fractions import Fraction

import pytest
from django.urls import reverse

from coso.access.journal import undo
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.grading.services.appraisal import appraised_facts
from coso.grading.services.findings import gates_to_find, record_finding, withdraw_finding
from coso.grading.services.scoring import submit_sheet
from coso.grading.testing.deciding import fresh
from coso.grading.testing.year import appraise_all, fill_in
from coso.papers.testing import word_text
from coso.rubrics.grammar.levels import closing
from coso.rubrics.grammar.model import Condition
from coso.rubrics.specs import grammar_of

MINUTES = "Biên bản số 03, ngày 20/11/2026"


@pytest.fixture
def sent(a_round, sheet, actors):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=fresh(sheet), by=actors.nhung)
    appraise_all(sheet, actors.hanh)
    return fresh(sheet)


def find(sheet, by, gate="K5", minutes=MINUTES):
    record_finding(sheet=sheet, gate=gate, minutes=minutes, by=by)
    return fresh(sheet)


def test_only_what_no_line_reads_is_found_by_a_person(sent):
    assert [gate.code for gate in gates_to_find(sent)] == ["K3", "K4", "K5", "K6"]


def test_a_finding_caps_the_level_and_leaves_the_points(sent, actors):
    before = appraised_facts(sent)
    after = appraised_facts(find(sent, actors.hanh))
    assert after["appraised_points"] == before["appraised_points"]
    assert after["by_points"] == before["by_points"]
    assert after["expected"] == "done"
    assert "không đúng sự thật" in after["grade_why"]


def test_of_two_findings_the_lower_cap_counts(sent, actors):
    assert appraised_facts(find(sent, actors.hanh, "K6"))["expected"] == "good"
    assert appraised_facts(find(fresh(sent), actors.hanh, "K4"))["expected"] == "done"


def test_a_finding_withdrawn_caps_nothing(sent, actors):
    before = appraised_facts(sent)
    withdraw_finding(sheet=find(sent, actors.hanh), gate="K5", why="nhầm đơn vị", by=actors.hanh)
    assert fresh(sent).findings is None
    assert appraised_facts(fresh(sent)) == before


def test_undoing_a_finding_puts_back_what_was(sent, actors):
    before = appraised_facts(sent)
    find(sent, actors.hanh)
    undo(action=Action.objects.get(verb="sheet.find"), reason="nhầm", by=None)
    assert appraised_facts(fresh(sent)) == before


@pytest.mark.parametrize(
    ("gate", "minutes", "field"), [("K1", MINUTES, "gate"), ("K9", MINUTES, "gate"), ("K5", " ", "minutes")]
)
def test_a_finding_names_its_gate_and_its_minutes(sent, actors, gate, minutes, field):
    with pytest.raises(RefusedError) as refused:
        record_finding(sheet=sent, gate=gate, minutes=minutes, by=actors.hanh)
    assert [reason.field for reason in refused.value.reasons] == [field]


def test_what_was_not_found_is_not_withdrawn_and_nothing_without_a_reason(sent, actors):
    with pytest.raises(RefusedError):
        withdraw_finding(sheet=sent, gate="K5", why="nhầm", by=actors.hanh)
    found = find(sent, actors.hanh)
    with pytest.raises(RefusedError):
        withdraw_finding(sheet=found, gate="K5", why=" ", by=actors.hanh)


@pytest.mark.parametrize("who", ["nhung", "khach", "to", "kiem", "giay"])
def test_only_who_appraises_records_a_finding(sent, actors, who):
    with pytest.raises(ForbiddenError):
        record_finding(sheet=sent, gate="K5", minutes=MINUTES, by=getattr(actors, who))


def test_before_it_is_sent_nothing_is_found(sheet, actors):
    with pytest.raises(RefusedError):
        record_finding(sheet=sheet, gate="K5", minutes=MINUTES, by=actors.hanh)


def test_a_finding_does_not_touch_what_the_union_said(sent, actors, client):
    own = fresh(sent)
    client.force_login(actors.hanh)
    view = client.get(reverse("sheet", args=[find(sent, actors.hanh).pk])).context["view"]
    assert view.own.expected == own.expected
    assert view.own.why_vi == ""


def test_the_appraiser_records_and_withdraws_on_the_page_and_the_union_reads_it(sent, actors, client):
    client.force_login(actors.hanh)
    page, deed = reverse("sheet", args=[sent.pk]), reverse("sheet_deed", args=[sent.pk])
    assert 'value="find"' in client.get(page).content.decode()
    client.post(deed, {"what": "find", "gate": "K5", "minutes": MINUTES})
    text = client.get(page).content.decode()
    assert MINUTES in text
    assert 'value="unfind"' in text
    client.force_login(actors.nhung)
    text = client.get(page).content.decode()
    assert MINUTES in text
    assert "unfind" not in text
    assert 'value="find"' not in text
    client.force_login(actors.hanh)
    client.post(deed, {"what": "unfind", "gate": "K5", "why": "nhầm đơn vị"})
    assert MINUTES not in client.get(page).content.decode()


def test_the_minutes_of_the_appraisal_name_the_finding(sent, actors, client):
    find(sent, actors.hanh)
    client.force_login(actors.hanh)
    answer = client.get(reverse("sheet_paper", args=[sent.pk, "bien-ban-tham-dinh", "docx"]))
    assert MINUTES in word_text(answer.content)


def test_the_journal_tells_gate_and_minutes(sent, actors, client):
    find(sent, actors.hanh)
    client.force_login(actors.lanh)
    text = client.get(reverse("action", args=[Action.objects.get(verb="sheet.find").pk])).content.decode()
    assert f"K5: {MINUTES}" in text


@pytest.mark.parametrize(
    ("op", "number", "value"), [(">=", 1, 1), (">", 1, 2), ("<=", 1, 1), ("<", 1, 0), ("==", 3, 3)]
)
def test_what_stands_for_a_finding_meets_its_condition(op, number, value):
    test = Condition("any.count", op, Fraction(number))
    assert closing(test).number == value
    assert test.holds(closing(test).number)


def test_every_gate_that_a_person_closes_can_be_closed(sent):
    assert grammar_of(sent.round.rubric).gates
    assert all(gate.when.holds(closing(gate.when).number) for gate in gates_to_find(sent))

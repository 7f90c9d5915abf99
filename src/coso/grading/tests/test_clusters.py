"""Clusters: who is named by whom, who sees whose sheet and when, whose duty it is, what the lead may enter (R24)."""

import pytest
from django.urls import reverse

from coso.access.journal import undo
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties.models import Duty
from coso.duties.querysets import owed_by
from coso.duties.services import differences
from coso.grading.models import Cluster, ClusterUnit, Sheet, SheetLine
from coso.grading.services.appraisal import appraise_line, finish_appraisal, move_on, return_sheet
from coso.grading.services.clusters import change_cluster, dissolve_cluster, name_cluster
from coso.grading.services.decisions import decide_sheets, publish_sheets
from coso.grading.services.guards import acting_unit
from coso.grading.services.scoring import AnotherValueError
from coso.grading.services.suggesting import agree_with_own, suggest_points
from coso.grading.testing.clustered import open_clustered, send, sheet_of, together, whole
from coso.grading.testing.rounds import dues, start_round
from coso.grading.testing.year import DUE, again, appraise_all, line
from coso.register.querysets import SeenQuerySet
from coso.register.services.units import end_unit

SEE = "grading.see"
HX = {"HX-Request": "true"}


@pytest.fixture
def third(tree):
    return tree.found("CĐCS Chè Hồng", "grassroots", tree.ward, "non_state_enterprise")


@pytest.fixture
def round_(tree, actors, third, model_rubric):
    return open_clustered(tree, model_rubric)


@pytest.fixture
def cluster(round_, tree, actors):
    """The garment and the school union; the school leads."""
    return together(round_, tree.ward, [tree.garment, tree.school], tree.school, actors.hanh)


@pytest.fixture
def garment(round_, tree):
    return sheet_of(round_, tree.garment)


@pytest.fixture
def at_cluster(cluster, garment, actors):
    return send(garment, actors.nhung)


def owing(sheet):
    return Duty.objects.still_open().get(subject=sheet.id).unit_id


def seen_by(who):
    return set(Sheet.objects.visible_to(who, SEE).values_list("unit__code", flat=True))


# ── naming ──


def test_the_managing_union_names_a_cluster_with_its_lead(cluster, tree):
    assert (cluster.name, cluster.unit, cluster.lead) == ("Cụm số 1", tree.ward, tree.school)
    assert set(cluster.units.values_list("unit_id", flat=True)) == {tree.garment.id, tree.school.id}


@pytest.mark.parametrize("who", ["nhung", "khach", "kiem", "quan"])
def test_nobody_else_names_changes_or_dissolves(round_, cluster, tree, actors, who):
    by = getattr(actors, who)
    facts = {"name": "Cụm khác", "unions": [tree.garment.id, tree.school.id], "lead": tree.garment.id, "by": by}
    with pytest.raises(ForbiddenError):
        name_cluster(round_=round_, unit=tree.ward, **facts)
    with pytest.raises(ForbiddenError):
        change_cluster(cluster=cluster, **facts)
    with pytest.raises(ForbiddenError):
        dissolve_cluster(cluster=cluster, why="x", by=by)


def refused(round_, tree, by, unions, lead, name="Cụm 2"):
    with pytest.raises(RefusedError) as wrong:
        together(round_, tree.ward, unions, lead, by, name)
    assert not Cluster.objects.filter(name=name).exists()
    return {reason.field for reason in wrong.value.reasons}


def test_a_union_managed_elsewhere_a_lead_from_outside_or_one_union_alone_is_refused(round_, tree, actors):
    assert refused(round_, tree, actors.hanh, [tree.garment, tree.stranger], tree.garment) == {"unions"}
    assert refused(round_, tree, actors.hanh, [tree.garment, tree.school], tree.stranger) == {"lead"}
    assert refused(round_, tree, actors.hanh, [tree.garment], tree.garment) == {"unions"}
    assert refused(round_, tree, actors.hanh, [tree.garment, tree.school], tree.school, " ") == {"name"}


def test_a_union_is_in_at_most_one_cluster_of_a_round(cluster, round_, tree, actors):
    assert refused(round_, tree, actors.hanh, [tree.garment, tree.school], tree.garment) == {"unions"}
    assert ClusterUnit.objects.count() == 2


def test_a_round_without_the_step_has_no_clusters(a_round, tree, actors):
    assert refused(a_round, tree, actors.hanh, [tree.garment, tree.school], tree.school) == {"unions"}


def test_naming_can_be_taken_back(cluster, actors):
    undo(action=Action.objects.get(verb="cluster.name"), reason="nhầm", by=None)
    assert not Cluster.objects.exists()
    assert not ClusterUnit.objects.exists()


# ── who sees what, and when ──


def test_a_peer_sees_the_sheet_only_while_it_stands_at_the_clusters_step(cluster, garment, tree, actors):
    own, both = {tree.school.code}, {tree.school.code, tree.garment.code}
    assert seen_by(actors.thay) == own
    sent = send(garment, actors.nhung)
    assert seen_by(actors.thay) == both
    assert SheetLine.objects.visible_to(actors.thay, SEE).filter(sheet=sent).count() == 30
    move_on(sheet=whole(sent), by=actors.thay)
    assert seen_by(actors.thay) == own
    assert not SheetLine.objects.visible_to(actors.thay, SEE).filter(sheet=sent).exists()


def test_a_sheet_that_is_returned_is_out_of_sight_again(at_cluster, tree, actors):
    move_on(sheet=at_cluster, by=actors.thay)
    return_sheet(sheet=whole(at_cluster), why="thiếu", due=DUE, by=actors.hanh)
    assert seen_by(actors.thay) == {tree.school.code}


@pytest.mark.parametrize("who", ["giay", "khach", "quan"])
def test_unions_of_no_cluster_or_another_one_see_nothing(client, at_cluster, actors, who):
    client.force_login(getattr(actors, who))
    assert client.get(reverse("sheet", args=[at_cluster.pk])).status_code == 404


def test_a_committee_member_and_a_group_leader_see_no_peers(round_, cluster, tree, actors):
    school = sheet_of(round_, tree.school)
    send(school)
    assert seen_by(actors.uy) == {tree.garment.code}
    assert seen_by(actors.to) == set()
    assert seen_by(actors.pho) == {tree.garment.code, tree.school.code}


def test_another_permission_is_not_widened(at_cluster, tree, actors):
    for permission in ("grading.evidence", "grading.score", "grading.submit", "polls.run"):
        rows = Sheet.objects.visible_to(actors.thay, permission)
        assert set(rows.values_list("unit_id", flat=True)) <= {tree.school.id}


def test_the_cluster_of_another_round_gives_no_sight(cluster, garment, tree, actors, model_rubric):
    later = start_round(
        tree, model_rubric, year=2027, chains={"": dues(["self", "cluster", "appraise", "decide", "publish"])}
    )
    sent = send(sheet_of(later, tree.garment))
    assert sent.step == "cluster"
    assert not Sheet.objects.visible_to(actors.thay, SEE).filter(pk=sent.pk).exists()


def test_officers_pay_no_query_for_it_and_chairs_one(at_cluster, actors, django_assert_num_queries):
    for who, n in (("lanh", 0), ("hanh", 0), ("kiem", 0), ("to", 0), ("uy", 0), ("thay", 1)):
        by = getattr(actors, who)
        plain = str(SeenQuerySet.visible_to(Sheet.objects.all(), by, SEE).query)
        with django_assert_num_queries(n):
            rows = Sheet.objects.visible_to(by, SEE)
        assert (str(rows.query) == plain) is (n == 0)


# ── whose duty it is ──


def test_the_duty_is_the_leads_and_for_its_own_sheet_the_managing_unions(at_cluster, round_, tree, actors, today):
    own = send(sheet_of(round_, tree.school), actors.thay)
    assert (owing(at_cluster), owing(own)) == (tree.school.id, tree.ward.id)
    assert owed_by(actors.thay, today).filter(subject=at_cluster.id).exists()
    assert owed_by(actors.hanh, today).filter(subject=own.id).exists()
    assert not list(differences())


def test_a_duty_moves_when_the_cluster_is_named_changed_and_dissolved_later(round_, garment, tree, actors):
    sent = send(garment, actors.nhung)
    assert owing(sent) == tree.ward.id
    named = together(round_, tree.ward, [tree.garment, tree.school], tree.school, actors.hanh)
    assert owing(sent) == tree.school.id
    facts = {"name": named.name, "unions": [tree.garment.id, tree.school.id], "by": actors.hanh}
    change_cluster(cluster=named, lead=tree.garment.id, **facts)
    assert owing(sent) == tree.ward.id
    change_cluster(cluster=again(named), lead=tree.school.id, **facts)
    assert owing(sent) == tree.school.id
    dissolve_cluster(cluster=again(named), why="đặt nhầm", by=actors.hanh)
    assert (owing(sent), Cluster.objects.count()) == (tree.ward.id, 0)
    assert not list(differences())


def test_taking_the_naming_back_gives_the_duty_to_the_managing_union(at_cluster, tree):
    undo(action=Action.objects.get(verb="cluster.name"), reason="nhầm", by=None)
    assert owing(at_cluster) == tree.ward.id
    assert not list(differences())


def test_when_the_lead_ends_the_managing_union_owes_and_the_cluster_stays_as_history(at_cluster, cluster, tree, today):
    end_unit(unit=tree.school, day=today, reason="giải thể", by=None)
    assert owing(at_cluster) == tree.ward.id
    assert cluster.units.count() == 2
    assert not list(differences())


def test_when_a_union_is_merged_into_another_its_place_in_the_cluster_stays(at_cluster, cluster, tree, actors, today):
    end_unit(unit=tree.garment, day=today, heir=tree.school, reason="sáp nhập", by=None)
    assert cluster.units.count() == 2
    change_cluster(
        cluster=again(cluster), name="Cụm 1", unions=[tree.garment.id, tree.school.id], lead=tree.school.id,
        by=actors.hanh,
    )  # fmt: skip
    assert not list(differences())


# ── what is passed stays ──


def test_a_union_whose_sheet_has_passed_stays_and_its_cluster_is_not_dissolved(
    at_cluster, cluster, third, tree, actors
):
    move_on(sheet=at_cluster, by=actors.thay)
    with pytest.raises(RefusedError, match="đã qua bước"):
        dissolve_cluster(cluster=again(cluster), why="thôi", by=actors.hanh)
    with pytest.raises(RefusedError, match="đã qua bước"):
        change_cluster(
            cluster=again(cluster), name="x", unions=[tree.school.id, third.id], lead=tree.school.id, by=actors.hanh
        )


def test_dissolving_asks_for_a_reason(cluster, actors):
    with pytest.raises(RefusedError):
        dissolve_cluster(cluster=cluster, why=" ", by=actors.hanh)


# ── what the lead enters ──


def test_the_leads_points_stand_beside_the_unions_and_never_overwrite(at_cluster, actors):
    before = line(at_cluster, "D01")
    after = suggest_points(line=before, points=3000, note="thiếu một biên bản", by=actors.thay)
    assert (after.cluster_points, after.cluster_note) == (3000, "thiếu một biên bản")
    assert (after.own, after.appraised, after.note, after.reason) == (before.own, None, before.note, "")


def test_points_over_the_maximum_are_refused(at_cluster, actors):
    with pytest.raises(RefusedError, match="tối đa 4"):
        suggest_points(line=line(at_cluster, "D01"), points=4500, by=actors.thay)
    assert line(at_cluster, "D01").cluster_points is None


def test_anothers_value_in_between_is_asked_about(at_cluster, actors):
    suggest_points(line=line(at_cluster, "D01"), points=3000, by=actors.thay)
    with pytest.raises(AnotherValueError):
        suggest_points(line=line(at_cluster, "D01"), points=2000, by=actors.thay, seen=None)


@pytest.mark.parametrize("who", ["nhung", "pho", "hanh", "chuyen", "lanh", "giay", "kiem"])
def test_only_the_leads_people_suggest(at_cluster, actors, who):
    with pytest.raises(ForbiddenError):
        suggest_points(line=line(at_cluster, "D01"), points=3000, by=getattr(actors, who))


def test_nobody_suggests_for_their_own_union_and_the_managing_union_passes_it_on(cluster, round_, tree, actors):
    own = send(sheet_of(round_, tree.school), actors.thay)
    with pytest.raises(ForbiddenError):
        suggest_points(line=line(own, "D01"), points=3000, by=actors.thay)
    with pytest.raises(ForbiddenError):
        move_on(sheet=own, by=actors.thay)
    assert acting_unit(own, "cluster") == tree.ward
    move_on(sheet=own, by=actors.hanh)
    assert again(own).step == "appraise"


def test_before_and_after_the_step_nothing_is_suggested(cluster, garment, actors):
    with pytest.raises(RefusedError):
        suggest_points(line=line(garment, "D01"), points=3000, by=actors.thay)
    sent = send(garment, actors.nhung)
    move_on(sheet=sent, by=actors.thay)
    with pytest.raises(RefusedError):
        suggest_points(line=line(sent, "D01"), points=3000, by=actors.thay)


def test_the_lead_agrees_at_once_with_every_line_it_has_not_looked_at(at_cluster, actors):
    suggest_points(line=line(at_cluster, "D01"), points=3000, by=actors.thay)
    agree_with_own(sheet=at_cluster, by=actors.thay)
    rows = at_cluster.lines.exclude(code="D01").filter(own__isnull=False)
    assert all(row.cluster_points == row.own for row in rows.exclude(status="not_applicable"))
    assert line(at_cluster, "D01").cluster_points == 3000


def test_the_managing_union_may_pass_on_when_the_lead_does_not(at_cluster, actors):
    move_on(sheet=at_cluster, by=actors.hanh)
    assert again(at_cluster).step == "appraise"
    assert again(at_cluster).lines.filter(cluster_points__isnull=False).count() == 0


@pytest.mark.parametrize("who", ["nhung", "pho", "giay", "khach", "kiem"])
def test_no_other_union_passes_on(at_cluster, actors, who):
    with pytest.raises(ForbiddenError):
        move_on(sheet=at_cluster, by=getattr(actors, who))


def test_from_self_scoring_through_the_cluster_to_the_published_level(at_cluster, round_, actors):
    """By hand: 38 of 38 is 40, and 37 of 38 is 38.94, rounded down to 38.5; with 29 and 15 of the other groups."""
    suggest_points(line=line(at_cluster, "D01"), points=3000, note="thiếu", by=actors.thay)
    move_on(sheet=whole(at_cluster), minute="BB 03/BB-CTĐ ngày 5/12/2026", by=actors.thay)
    sent = whole(at_cluster)
    assert (sent.step, bool(sent.clustered), sent.cluster_minute) == ("appraise", True, "BB 03/BB-CTĐ ngày 5/12/2026")
    appraise_line(line=line(sent, "D01"), points=3000, reason="theo cụm", by=actors.hanh)
    appraise_all(sent, actors.hanh)
    finish_appraisal(sheet=whole(sent), by=actors.hanh)
    decide_sheets(round_=round_, sheets=[whole(sent)], document="QĐ 12", by=actors.chuyen)
    publish_sheets(round_=round_, sheets=[whole(sent)], by=actors.chuyen)
    done = whole(sent)
    assert (done.step, done.self_points, done.decided_points) == ("done", 84_000, 82_500)
    assert not list(differences())

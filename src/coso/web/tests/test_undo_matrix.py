"""Every verb, every actor, own and foreign places: who may take an entry back follows from the declared deeds."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from coso.access import deeds as declaring
from coso.access.deeds import Deed, by_the_administrator, by_the_system, deeds, has_right
from coso.access.journal import act
from coso.access.models import Action
from coso.access.permissions import permissions
from coso.grading import rights
from coso.grading.models import Cluster, ClusterUnit, Round, Sheet
from coso.lib.keys import new_key
from coso.register.models import Appointment, Unit
from coso.register.rights import of_the_officer
from coso.register.services.people import add_member
from coso.register.services.seats import appoint
from coso.register.testing.tree import START, Actors

SOURCE = Path(settings.PROJECT) / "src"
BASES = ("garment", "school", "stranger")
UNUSED = ("withdrawing", "climbing")  # no kind of request is withdrawn or climbs yet

# ── every verb is declared ──


@cache
def trees():
    paths = (path for path in sorted(SOURCE.rglob("*.py")) if not {"tests", "testing"} & set(path.parts))
    return [(path, ast.parse(path.read_text())) for path in paths if path.name not in ("conftest.py", "testing.py")]


def words_in(node):
    found = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str))
    return {word for word in found if "." in word and word.replace(".", "").replace("_", "").isalpha()}


@cache
def declared_as(attribute):
    """The verbs that classes give an attribute; the attribute itself where it is declared and none gives it any yet."""
    bodies = [node.body for _path, tree in trees() for node in tree.body if isinstance(node, ast.ClassDef)]
    set_in = [each for body in bodies for each in body if isinstance(each, ast.Assign | ast.AnnAssign)]
    pairs = [pair for each in set_in for pair in named_in(each) if pair[0] == attribute]
    verbs = set().union(*(words_in(value) for _name, value in pairs if value))
    return verbs or (set(UNUSED) & {attribute} if pairs else set())


def named_in(assignment):
    """The names that an assignment gives values to, each with its value."""
    if isinstance(assignment, ast.AnnAssign):
        return [(assignment.target.id, assignment.value)]
    to, value = assignment.targets[0], assignment.value
    if isinstance(to, ast.Tuple):
        return [(name.id, each) for name, each in zip(to.elts, value.elts, strict=True)]
    return [(to.id, value)] if isinstance(to, ast.Name) else []


def verbs_said(tree, value):
    """The verbs that an expression can be: a text, one of two, a name or function, what classes declare."""
    if isinstance(value, ast.Constant | ast.IfExp):
        return words_in(value)
    if attribute := next((each.attr for each in ast.walk(value) if isinstance(each, ast.Attribute)), ""):
        return declared_as(attribute)
    name = next((each.id for each in ast.walk(value) if isinstance(each, ast.Name)), "")
    for node in tree.body:
        named = isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets)
        if named or (isinstance(node, ast.FunctionDef) and node.name == name):
            return words_in(node)
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        if any(each is value for each in ast.walk(function)) and name in [arg.arg for arg in function.args.args]:
            at = [arg.arg for arg in function.args.args].index(name)
            calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call)]
            own = [each for each in calls if isinstance(each.func, ast.Name) and each.func.id == function.name]
            return set().union(*(words_in(each.args[at]) for each in own))
    return set()


def opened():
    """(place in the source, verbs) of every action that the code opens."""
    for path, tree in trees():
        for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name in ("act", "edit_session") and path.name not in ("writer.py", "edit_session.py"):
                said = [word.value for word in call.keywords if word.arg == "verb"]
                yield f"{path.relative_to(SOURCE)}:{call.lineno}", verbs_said(tree, said[0]) if said else set()


def test_every_verb_that_the_code_says_is_declared_by_a_room():
    found = dict(opened())
    assert len(found) > 80
    assert {place: verbs for place, verbs in found.items() if not verbs or verbs - set(deeds()) - set(UNUSED)} == {}


def test_no_verb_is_declared_that_nothing_says():
    assert set(deeds()) - set().union(*(verbs for _place, verbs in opened())) == set()


@pytest.mark.parametrize(
    "wrong",
    [Deed("unit.found", "x"), Deed("x.new", "x", "no.such", by_the_system), Deed("x.new", "x", "", of_the_officer)],
)
def test_a_doubled_verb_or_an_unknown_permission_stops_the_start(wrong, monkeypatch):
    deeds.cache_clear()
    monkeypatch.setattr(declaring, "DEEDS", [*declaring.DEEDS, wrong])
    with pytest.raises((ValueError, KeyError)):
        deeds()
    monkeypatch.undo()
    deeds.cache_clear()


# ── every verb by everybody at every place ──


def places_of(deed, unit, tree):
    """The units at one of which the right is asked for, from the kind of rule; none where no post gives it."""
    above = {tree.garment: tree.ward, tree.school: tree.ward, tree.stranger: tree.other_ward}[unit]
    rule = deed.rule
    led = [tree.garment] if unit == tree.school else []  # the cluster of the garment and the school, led by the first
    if rule in (by_the_system, by_the_administrator):
        return []
    if rule is rights.managing:
        return [above]
    if rule in (rights.of_the_round, rights.answered):
        return [tree.province]
    if rule is rights.leading:
        return led
    if rule.__qualname__.startswith("at_step"):
        by_cluster = led if deed.key == "sheet.cluster" else []
        return [tree.province if deed.key in ("sheet.review", "sheet.council") else above, *by_cluster]
    return [unit]


def entry(verb, unit):
    """An entry of a verb about a union, as its service opens it."""
    sheet = Sheet.objects.get(unit=unit)
    subject = sheet if verb.startswith(("sheet.", "proof.", "poll.")) else None
    with act(by=None, verb=verb, unit=unit.id, subject=subject) as a:
        pass
    return a.action


def a_cluster(tree):
    with act(by=None, verb="test") as a:
        key, round_ = new_key(), Round.objects.get().pk
        facts = {"round_id": round_, "unit_id": tree.ward.pk, "lead_id": tree.garment.pk, "name": "Cụm"}
        a.write(Cluster, {key: facts})
        for unit in (tree.garment, tree.school):
            a.write(ClusterUnit, {new_key(): {"cluster_id": key, "round_id": round_, "unit_id": unit.pk}})


def right(deed, post_unit, post, unit, tree):
    places = places_of(deed, unit, tree)
    holds = bool(places) and post in permissions()[deed.permission].posts
    return holds and any(place.path.startswith(post_unit.path) for place in places)


@pytest.mark.parametrize("who", [*Actors.POSTS, "quan"])
def test_who_has_the_right_to_take_a_deed_back(who, tree, actors, a_round):
    a_cluster(tree)
    place, post = Actors.POSTS.get(who, ("", ""))
    post_unit = getattr(tree, place) if place else Unit(path="none")
    account, wrong = getattr(actors, who), []
    for deed in deeds().values():
        for name in BASES:
            unit = getattr(tree, name)
            told = right(deed, post_unit, post, unit, tree)
            if deed.rule is by_the_administrator:
                told = who == "quan"
            if has_right(account, entry(deed.key, unit)) != told:
                wrong.append((deed.key, name, told))
    assert not wrong


def test_an_undeclared_verb_is_nobodys_to_take_back(tree, actors, a_round):
    row = entry("no.such", tree.garment)
    assert not any(has_right(account, row) for account in actors.everybody().values())


OF_APPRAISERS = [
    deed.key
    for deed in deeds().values()
    if deed.rule in (rights.of_the_round, rights.answered) or "at_step" in deed.rule.__qualname__
]


@pytest.mark.parametrize("verb", OF_APPRAISERS)
def test_nobody_takes_back_a_deed_on_the_appraisal_of_their_own_union(verb, tree, actors, a_round):
    for each in ("lanh", "hanh"):
        person = actors.people[each]
        appoint(person=person, unit=tree.garment, post="committee_member", day=START, by=None)
    row = entry(verb, tree.garment)
    assert not has_right(actors.lanh, row)
    assert not has_right(actors.hanh, row)


def test_the_officer_of_one_end_of_a_move_does_not_take_it_back(tree, actors):
    from coso.register.services.units import change_unit

    change_unit(unit=tree.school, day=START.replace(year=2025), facts={"parent": tree.other_ward}, reason="x", by=None)
    row = Action.objects.get(verb="unit.move")
    may = {name for name, account in actors.everybody().items() if has_right(account, row)}
    assert may == {"lanh", "chuyen"}


def test_the_old_union_does_not_take_back_a_correction_of_somebody_who_left_its_sight(tree, actors):
    from coso.register.models import Membership
    from coso.register.services.people import correct_person, move

    hoa = add_member(unit=tree.garment, day=START, values={"name": "Lê Thị Hoa"}, by=None)
    row = correct_person(person=hoa, values={"phone": "0912345678"}, by=None).action
    assert has_right(actors.nhung, row)
    move(membership=Membership.objects.get(person=hoa), unit=tree.school, day=START.replace(year=2025), by=None)
    assert not has_right(actors.nhung, row)
    assert has_right(actors.hanh, row)


def test_a_code_is_taken_back_by_who_may_appoint_where_the_post_is(tree, actors):
    with act(by=None, verb="account.code", unit=tree.garment.id, subject=actors.people["hanh"]) as a:
        pass
    assert Appointment.objects.filter(person=actors.people["hanh"], seat__unit=tree.ward).exists()
    assert not has_right(actors.khach, a.action)
    assert has_right(actors.hanh, a.action)


def test_the_journal_of_a_chair_offers_no_undo_of_a_deed_of_the_province(client, tree, actors):
    with act(by=None, verb="unit.rename", unit=tree.garment.id) as a:
        a.write(type(tree.garment), {tree.garment.id: {"code": "CDX1"}})
    for who, offered in (("nhung", False), ("pho", False), ("hanh", True), ("kiem", False)):
        client.force_login(getattr(actors, who))
        page = client.get(reverse("action", args=[a.id])).content.decode()
        assert (reverse("take_back", args=[a.id]) in page) is offered, who

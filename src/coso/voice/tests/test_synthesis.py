"""The monthly synthesis: counted, edited, issued, handed up; closed to managers; no group under five told apart."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.journal import StaleError
from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.duties.models import Duty
from coso.duties.services import differences
from coso.lib import clock
from coso.papers.models import Document
from coso.register.models import Appointment, Membership
from coso.register.services.managers import mark_manager
from coso.testing.days import on
from coso.voice.care import FEW
from coso.voice.models import Concern
from coso.voice.permissions import READ
from coso.voice.services.synthesis import edit_synthesis, hand_up, open_month
from coso.voice.synthesis_figures import places_of
from coso.voice.synthesis_models import Synthesis
from coso.voice.testing import night


@pytest.fixture
def later(concern):
    """A day of the month after somebody spoke."""
    night()
    day = (clock.today().replace(day=28) + dt.timedelta(days=4)).replace(day=2)
    with on(day):
        open_month()
        yield day


@pytest.fixture
def row(later, tree):
    return Synthesis.objects.get(unit=tree.garment)


def test_a_month_that_ends_opens_one_with_its_duty_and_once(row, tree):
    open_month()
    assert Synthesis.objects.filter(unit=tree.garment).count() == 1
    assert Duty.objects.still_open().get(kind="voice.synthesis", unit=tree.garment).due.day == 5
    assert not [key for _word, key in differences() if key[0] == "voice.synthesis"]


def test_it_is_edited_issued_and_handed_up_once(row, actors, tree):
    edit_synthesis(synthesis=row, assessment="Ổn định", asks="Hướng dẫn về bếp ăn", by=actors.nhung)
    hand_up(synthesis=Synthesis.objects.get(pk=row.pk), by=actors.nhung)
    row.refresh_from_db()
    assert (row.handed, row.upper) == (clock.today(), tree.ward.pk)
    assert "Hướng dẫn về bếp ăn" in str(Document.objects.get(subject=row.pk).frozen)
    assert not Duty.objects.still_open().filter(kind="voice.synthesis", subject=row.pk).exists()
    with pytest.raises(RefusedError):
        edit_synthesis(synthesis=row, assessment="x", asks="", by=actors.nhung)


def test_the_upper_union_sees_which_is_missing(client, row, actors):
    client.force_login(actors.hanh)
    text = client.get(reverse("syntheses"), {"trang-thai": "thieu"}).content.decode()
    assert reverse("synthesis", args=[row.pk]) in text


def test_a_manager_sees_neither_it_nor_its_paper(client, row, actors):
    hand_up(synthesis=row, by=actors.nhung)
    paper = Document.objects.get(subject=row.pk)
    file = reverse("document_file", args=[paper.pk, "docx"])
    client.force_login(actors.nhung)
    assert client.get(file).status_code == 200
    held = Appointment.objects.get(person=actors.people["nhung"], seat__post="chair")
    mark_manager(appointment=held, day=clock.today(), by=actors.hanh)
    client.force_login(actors.nhung)
    assert not Synthesis.objects.visible_to(Account.objects.get(pk=actors.nhung.pk), READ).exists()
    assert client.get(file).status_code == 404
    assert client.get(reverse("synthesis", args=[row.pk])).status_code == 404


def test_its_pages_open(client, row, actors):
    client.force_login(actors.nhung)
    page = reverse("synthesis", args=[row.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"assessment": "Ổn định", "asks": ""}).status_code == 302
    assert client.get(reverse("papers_of_synthesis", args=[row.pk])).status_code == 200
    assert client.get(reverse("synthesis_paper", args=[row.pk, "tong-hop-tam-tu", "pdf"])).status_code == 200
    assert client.post(reverse("synthesis_hand", args=[row.pk])).status_code == 302


def test_a_group_under_five_merges_into_its_union(later, tree):
    assert Membership.objects.on(clock.today()).filter(unit=tree.line5).count() < FEW
    said = Concern.objects.get()
    said.unit = tree.line5
    said.save()
    places, merged = places_of(tree.garment, Concern.objects.all(), clock.today())
    assert (merged, len(places)) == (True, 1)


def test_the_union_above_owes_one_of_its_branch_and_the_province_none(later, tree):
    assert set(Synthesis.objects.values_list("unit", flat=True)) == {tree.garment.pk, tree.ward.pk}


def test_sentences_are_not_written_over_unseen(row, actors):
    edit_synthesis(synthesis=row, assessment="Một", asks="", by=actors.pho)
    with pytest.raises(StaleError):
        edit_synthesis(synthesis=row, assessment="Hai", asks="", by=actors.nhung)

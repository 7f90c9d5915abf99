"""Proofs of any row: here of a unit, with a rule of its own; no room is asked."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coso.access.journal import BlockedError, StaleError, act, held, undo
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.papers.attachments import proving
from coso.papers.attachments.proof_reads import proofs_about
from coso.papers.attachments.proofs import add_proof, files_beside, withdraw_proof
from coso.papers.attachments.proving import Provable
from coso.papers.models import Proof
from coso.register.models import Unit, Workplace
from coso.register.services.guards import require


@dataclass(frozen=True)
class PlaceProofs(Provable):
    """A workplace, as a matter of a unit."""

    key = "register.workplace"
    model = Workplace

    row: Workplace
    of: Unit

    @property
    def unit(self) -> Unit:
        return self.of

    @property
    def entry(self) -> Mapping[str, Any]:
        return {"subject": self.row}

    def hold(self):
        return PlaceProofs(held(Workplace.objects.all(), self.row.pk), self.of)

    def require(self, by, kind):
        require(by, "papers.issue", self.of)

    def most_files(self):
        return 1

    def beside(self):
        return Workplace.objects.values("pk")


@pytest.fixture(autouse=True)
def _store(settings, tmp_path, monkeypatch):
    settings.FILES = tmp_path
    monkeypatch.setattr(proving, "by_key", lambda *_: {PlaceProofs.key: PlaceProofs})
    proving.provables.cache_clear()
    yield
    monkeypatch.undo()
    proving.provables.cache_clear()


def a_workplace(name):
    key = uuid.uuid4()
    with act(by=None, verb="test") as a:
        a.write(Workplace, {key: {"name": name}})
    return Workplace.objects.get(pk=key)


@pytest.fixture
def place(tree):
    return PlaceProofs(a_workplace("Xưởng 2"), tree.garment)


def pdf(more=b""):
    return SimpleUploadedFile("giấy.pdf", b"%PDF-1.7\n" + more)


def test_a_proof_is_seen_through_the_unit_whose_matter_it_is(place, actors):
    proof = add_proof(about=place, kind="file", upload=pdf(), by=actors.nhung)
    assert (proof.subject, proof.subject_kind, proof.unit) == (place.row.pk, "register.workplace", place.of)
    assert list(Proof.objects.visible_to(actors.nhung, "papers.see")) == [proof]
    assert not Proof.objects.visible_to(actors.giay, "papers.see").exists()
    assert [(key, shown.name) for key, shown in proofs_about(place.key, [place.row.pk])] == [(place.row.pk, "giấy.pdf")]


def test_the_room_says_who_may_and_how_many(place, actors):
    with pytest.raises(ForbiddenError):
        add_proof(about=place, kind="link", text="https://a.vn", by=actors.uy)
    add_proof(about=place, kind="file", upload=pdf(), by=actors.nhung)
    with pytest.raises(RefusedError, match="nhiều nhất 1 tệp"):
        add_proof(about=place, kind="file", upload=pdf(b"2"), by=actors.nhung)


def test_a_proof_is_withdrawn_from_its_own_row_only_and_once(place, actors):
    proof = add_proof(about=place, kind="link", text="https://a.vn", by=actors.nhung)
    other = a_workplace("Xưởng 3")
    with pytest.raises(StaleError):
        withdraw_proof(proof=proof, about=PlaceProofs(other, place.of), reason="nhầm", by=actors.nhung)
    with pytest.raises(ForbiddenError):
        withdraw_proof(proof=proof, about=place, reason="nhầm", by=actors.uy)
    withdraw_proof(proof=proof, about=place, reason="nhầm", by=actors.nhung)
    with pytest.raises(RefusedError):
        withdraw_proof(proof=proof, about=place, reason="lần nữa", by=actors.nhung)
    assert not files_beside(place)


def test_a_row_is_not_undone_under_its_proof(place):
    made = Action.objects.get(pk=place.row.act)
    added = add_proof(about=place, kind="link", text="https://a.vn", by=None)
    with pytest.raises(BlockedError):
        undo(action=made, reason="nhầm", by=None)
    undo(action=Action.objects.get(pk=added.act), reason="nhầm", by=None)
    undo(action=made, reason="nhầm", by=None)
    assert not Workplace.objects.filter(pk=place.row.pk).exists()

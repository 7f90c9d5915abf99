"""A paper is one declaration: who issues and numbers it follows from it, and what it is about stays while it stands."""

import dataclasses

import pytest
from django.urls import reverse

from coso.access.journal import BlockedError, undo
from coso.access.models import Action
from coso.access.refusals import ForbiddenError
from coso.grading.models import Round
from coso.grading.papers.subjects import RoundSubject, SheetSubject
from coso.grading.services.proofs import add_proof, withdraw_proof
from coso.grading.testing.year import line
from coso.papers import registry
from coso.papers.models import Document
from coso.papers.services import issue_document, issue_paper, take_number
from coso.papers.testing import a_paper


@pytest.fixture
def declare(monkeypatch):
    """Declares one more kind of paper, as another room would."""

    def more(like, **facts):
        kinds = dict(registry.paper_kinds())
        kind = dataclasses.replace(kinds[like], **facts)
        monkeypatch.setattr(registry, "by_key", lambda *_: {**kinds, kind.key: kind})
        registry.paper_kinds.cache_clear()

    yield more
    monkeypatch.undo()
    registry.paper_kinds.cache_clear()


def test_a_declared_paper_is_on_the_page_printed_issued_and_numbered(client, sheet, actors, declare):
    declare("bien-ban-tu-cham", key="giay-moi", title="Giấy mời", build=lambda _of: a_paper(symbol="GM-CĐCS"))
    client.force_login(actors.nhung)
    page = reverse("papers_of_sheet", args=[sheet.pk])
    assert "Giấy mời" in client.get(page).content.decode()
    assert client.get(reverse("sheet_paper", args=[sheet.pk, "giay-moi", "pdf"])).status_code == 200
    assert client.post(reverse("sheet_paper_issue", args=[sheet.pk]), {"what": "giay-moi"}).url == page
    document = Document.objects.get(kind="giay-moi")
    assert client.post(reverse("document_number", args=[document.pk]), {"what": "take"}).url == page
    assert Document.objects.get().number == "01/GM-CĐCS"


def test_a_paper_asks_for_its_own_permission_to_issue_and_to_number(client, sheet, actors, declare):
    declare("bang-cham-diem", key="giay-moi", permission="grading.open")
    subject = SheetSubject(sheet)
    with pytest.raises(ForbiddenError):
        issue_paper(subject=subject, what="giay-moi", by=actors.nhung)
    document = issue_paper(subject=subject, what="giay-moi", by=None)
    with pytest.raises(ForbiddenError):
        take_number(document=document, by=actors.nhung)
    client.force_login(actors.nhung)
    assert client.post(reverse("document_number", args=[document.pk]), {"what": "take"}).status_code == 404
    assert client.get(reverse("document_file", args=[document.pk, "pdf"])).status_code == 200


def test_a_document_of_a_kind_that_no_room_declares_is_not_found(client, sheet, actors, tree):
    document = issue_document(kind="giay-moi", unit=tree.garment, subject=sheet.pk, frozen=a_paper(), by=None)
    client.force_login(actors.nhung)
    assert client.get(reverse("document_file", args=[document.pk, "pdf"])).status_code == 404


def opening(round_):
    return Action.objects.get(verb="round.open", unit=round_.unit_id)


def test_a_round_stays_while_a_paper_about_a_sheet_of_it_stands(a_round, sheet):
    document = issue_paper(subject=SheetSubject(sheet), what="bang-cham-diem", by=None)
    with pytest.raises(BlockedError) as wrong:
        undo(action=opening(a_round), reason="nhầm", by=None)
    assert ("papers.document", document.pk) in {(each.table, each.row) for each in wrong.value.blockers}
    undo(action=Action.objects.get(verb="document.issue"), reason="nhầm", by=None)
    undo(action=opening(a_round), reason="nhầm", by=None)
    assert not Round.objects.exists()


def test_a_round_stays_while_its_summary_stands(a_round, tree):
    issue_paper(subject=RoundSubject(a_round, tree.province), what="bieu-tong-hop", by=None)
    with pytest.raises(BlockedError):
        undo(action=opening(a_round), reason="nhầm", by=None)


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_round_stays_while_a_line_of_it_has_a_proof(a_round, sheet, actors, withdrawn):
    proof = add_proof(line=line(sheet, "D01"), kind="link", text="https://a.vn", by=actors.nhung)
    if withdrawn:
        withdraw_proof(proof=proof, reason="nhầm", by=actors.nhung)
    with pytest.raises(BlockedError) as wrong:
        undo(action=opening(a_round), reason="nhầm", by=None)
    assert ("papers.proof", proof.pk) in {(each.table, each.row) for each in wrong.value.blockers}

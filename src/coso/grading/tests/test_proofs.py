"""Proofs: what proves a line, who may add it, how many, and how it is withdrawn (R20, R22, R23, R27)."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.duties.models import Duty
from coso.grading.services.appraisal import ask_supplement
from coso.grading.services.entering import attach_signed_page, enter_for
from coso.grading.services.proofs import LineProofs, add_proof, withdraw_proof
from coso.grading.services.scoring import score_line, submit_sheet
from coso.grading.services.supplements import answer_request
from coso.grading.testing.year import DUE, again, fill_in, line
from coso.papers.attachments.proof_reads import find_record
from coso.papers.attachments.proofs import files_beside
from coso.papers.models import Attachment, Proof

HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES = tmp_path


def pdf(name="bien-ban.pdf", more=b""):
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + more)


def photo(name="anh.jpg", more=b""):
    return SimpleUploadedFile(name, b"\xff\xd8\xff\xe0" + more)


@pytest.fixture
def submitted(sheet, actors):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    return again(sheet)


def test_a_file_stands_on_the_line_with_who_and_when(sheet, actors, today, tree):
    proof = add_proof(line=line(sheet, "D01"), kind="file", upload=pdf(), text="lần 1", by=actors.nhung)
    assert (proof.file.name, proof.text, proof.added_by, proof.added_on) == (
        "bien-ban.pdf",
        "lần 1",
        actors.nhung.id,
        today,
    )
    assert proof.file.unit_id == tree.garment.id
    assert Action.objects.get(pk=proof.act).verb == "proof.add"


def test_one_file_serves_several_lines_and_is_kept_once(sheet, actors):
    first = add_proof(line=line(sheet, "D01"), kind="photo", upload=photo(), by=actors.nhung)
    second = add_proof(line=line(sheet, "D02"), kind="file", file=first.file_id, by=actors.uy)
    assert second.file_id == first.file_id
    assert Attachment.objects.count() == 1
    assert list(files_beside(LineProofs(line(sheet, "D03")))) == [first.file_id]


def test_a_file_of_another_sheet_cannot_be_named(sheet, actors, a_round, tree):
    school = a_round.sheets.get(unit=tree.school)
    other = add_proof(line=line(school, "D01"), kind="file", upload=pdf(), by=actors.thay)
    with pytest.raises(RefusedError, match="chọn một tệp"):
        add_proof(line=line(sheet, "D01"), kind="file", file=other.file_id, by=actors.nhung)


def test_the_same_content_does_not_stand_on_a_line_twice(sheet, actors):
    add_proof(line=line(sheet, "D01"), kind="file", upload=pdf(), by=actors.nhung)
    with pytest.raises(RefusedError, match="đã có ở dòng"):
        add_proof(line=line(sheet, "D01"), kind="file", upload=pdf("khac.pdf"), by=actors.nhung)
    assert Proof.objects.count() == Attachment.objects.count() == 1


def test_a_line_takes_five_files_and_a_withdrawn_one_makes_room(sheet, actors):
    proofs = [
        add_proof(line=line(sheet, "D01"), kind="file", upload=pdf(more=bytes([n])), by=actors.nhung) for n in range(5)
    ]
    with pytest.raises(RefusedError, match="nhiều nhất 5 tệp"):
        add_proof(line=line(sheet, "D01"), kind="photo", upload=photo(), by=actors.nhung)
    add_proof(line=line(sheet, "D01"), kind="link", text="https://a.vn/x", by=actors.nhung)
    withdraw_proof(proof=proofs[0], reason="mờ", by=actors.nhung)
    add_proof(line=line(sheet, "D01"), kind="photo", upload=photo(), by=actors.nhung)


@pytest.mark.parametrize("text", ["https://congdoan.vn/a?b=1", "http://tinh.gov.vn"])
def test_a_link_is_http(sheet, actors, text):
    assert add_proof(line=line(sheet, "D01"), kind="link", text=f" {text} ", by=actors.nhung).text == text


@pytest.mark.parametrize(
    "text",
    [
        *["javascript:alert(1)", "data:text/html,x", "congdoan.vn", "", "https://", "ftp://a.vn/x"],
        *["https://a.vn/ b", "https://u:p@a.vn", "https://[::1", "https://a.vn/" + "x" * 500],
    ],
)
def test_any_other_address_is_refused(sheet, actors, text):
    with pytest.raises(RefusedError) as wrong:
        add_proof(line=line(sheet, "D01"), kind="link", text=text, by=actors.nhung)
    assert wrong.value.reasons[0].field == "text"


def test_a_record_is_found_by_code_or_address_where_the_writer_may_see_it(actors, tree):
    unit, person = tree.line5, actors.people["uy"]
    assert find_record(unit.code.lower(), actors.nhung)[:2] == ("register.unit", unit.id)
    assert find_record(f"https://coso.vn/doan-vien/{person.code}/?ngay=2026-01-01", actors.nhung)[1] == person.id
    assert find_record(str(tree.line5.act), actors.nhung)[0] == "access.action"
    for text in (tree.stranger.code, actors.people["giay"].code, str(tree.stranger.act), str(uuid.uuid4()), "", "?"):
        assert find_record(text, actors.nhung) is None


def test_only_the_appraiser_says_what_was_seen_on_paper(submitted, actors, today):
    facts = {"kind": "seen", "text": "sổ họp, tại trụ sở", "seen_on": today}
    for who in (actors.nhung, actors.khach, actors.kiem):
        with pytest.raises(ForbiddenError):
            add_proof(line=line(submitted, "D01"), by=who, **facts)
    proof = add_proof(line=line(submitted, "D01"), by=actors.hanh, **facts)
    assert (proof.seen_by, proof.seen_on, proof.text) == (actors.hanh.id, today, "sổ họp, tại trụ sở")


def test_a_paper_is_seen_on_a_day_that_has_come_and_somewhere(submitted, actors, today):
    for facts in ({"text": "sổ", "seen_on": today + dt.timedelta(days=1)}, {"text": "sổ"}, {"seen_on": today}):
        with pytest.raises(RefusedError):
            add_proof(line=line(submitted, "D01"), kind="seen", by=actors.hanh, **facts)


def test_the_union_proves_while_it_scores_then_only_what_is_asked(submitted, actors):
    with pytest.raises(RefusedError, match="đề nghị bổ sung"):
        add_proof(line=line(submitted, "D01"), kind="file", upload=pdf(), by=actors.nhung)
    ask_supplement(line=line(submitted, "D01"), text="thiếu biên bản", due=DUE, by=actors.hanh)
    add_proof(line=line(submitted, "D01"), kind="file", upload=pdf(), by=actors.nhung)
    with pytest.raises(RefusedError):
        add_proof(line=line(submitted, "D02"), kind="file", upload=pdf(), by=actors.nhung)


@pytest.mark.parametrize("who", ["giay", "thay", "khach", "kiem", "to", "hanh", "lanh"])
def test_nobody_else_proves_for_the_union(sheet, actors, who):
    with pytest.raises(ForbiddenError):
        add_proof(line=line(sheet, "D01"), kind="file", upload=pdf(), by=getattr(actors, who))
    assert not Attachment.objects.exists()


def test_a_withdrawn_proof_stays_with_who_when_and_why(sheet, actors, today):
    proof = add_proof(line=line(sheet, "D01"), kind="file", upload=pdf(), by=actors.nhung)
    with pytest.raises(RefusedError, match="lý do"):
        withdraw_proof(proof=proof, reason=" ", by=actors.nhung)
    ended = withdraw_proof(proof=proof, reason="nhầm tệp", by=actors.pho)
    assert (ended.ended_by, ended.ended_on, ended.ended_why) == (actors.pho.id, today, "nhầm tệp")
    with pytest.raises(RefusedError):
        withdraw_proof(proof=ended, reason="lần nữa", by=actors.nhung)


def test_an_unknown_kind_and_a_missing_file_are_refused(sheet, actors):
    for facts in ({"kind": "dance"}, {"kind": "file"}, {"kind": "record", "text": "x"}):
        with pytest.raises(RefusedError):
            add_proof(line=line(sheet, "D01"), by=actors.nhung, **facts)


def test_a_supplement_is_answered_with_a_photo_alone(submitted, actors):
    ask_supplement(line=line(submitted, "D01"), text="thiếu ảnh", due=DUE, by=actors.hanh)
    with pytest.raises(RefusedError):
        answer_request(line=line(submitted, "D01"), answer=" ", by=actors.nhung)
    done = answer_request(line=line(submitted, "D01"), answer="", upload=photo(), by=actors.nhung)
    assert (done.answer, done.proofs.get().kind) == ("Đã kèm minh chứng.", "photo")
    assert not Duty.objects.still_open().filter(kind="grading.supplement").exists()


def test_an_answer_with_a_wrong_file_is_not_half_saved(submitted, actors):
    ask_supplement(line=line(submitted, "D01"), text="thiếu ảnh", due=DUE, by=actors.hanh)
    bad = SimpleUploadedFile("a.jpg", b"MZ")
    with pytest.raises(RefusedError):
        answer_request(line=line(submitted, "D01"), answer="đây", upload=bad, by=actors.nhung)
    assert line(submitted, "D01").answered is None


def test_entering_on_behalf_needs_a_reason_and_the_signed_page(sheet, actors):
    with pytest.raises(RefusedError, match="lý do"):
        enter_for(sheet=sheet, why=" ", by=actors.hanh)
    enter_for(sheet=sheet, why="nghiệp đoàn nghề cá nộp giấy", by=actors.hanh)
    with pytest.raises(RefusedError):
        enter_for(sheet=again(sheet), why="lần nữa", by=actors.hanh)
    fill_in(again(sheet), actors.hanh)
    with pytest.raises(RefusedError) as wrong:
        submit_sheet(sheet=again(sheet), by=actors.hanh)
    assert wrong.value.reasons[0].field == "signed_page"
    with pytest.raises(RefusedError):
        attach_signed_page(sheet=again(sheet), upload=None, by=actors.hanh)
    with pytest.raises(ForbiddenError):
        attach_signed_page(sheet=again(sheet), upload=pdf(), by=actors.khach)
    attach_signed_page(sheet=again(sheet), upload=pdf("ky-ten.pdf"), by=actors.hanh)
    submit_sheet(sheet=again(sheet), by=actors.hanh)
    assert again(sheet).step == "appraise"
    assert again(sheet).signed_page.name == "ky-ten.pdf"


def test_a_signed_page_belongs_to_a_sheet_that_is_entered_on_behalf(sheet, actors):
    with pytest.raises(RefusedError):
        attach_signed_page(sheet=sheet, upload=pdf(), by=actors.nhung)


def test_bonus_points_are_proposed_in_words_only(sheet, actors):
    with pytest.raises(RefusedError, match="cấp trên chấm"):
        score_line(line=line(sheet, "B01"), points=1000, by=actors.nhung)
    assert score_line(line=line(sheet, "B01"), note="sáng kiến phát loa", by=actors.nhung).note == "sáng kiến phát loa"


# ── pages ──


def proofs_of(row):
    return reverse("line_proofs", args=[row.pk])


def test_a_proof_is_added_withdrawn_and_shown_without_script(client, sheet, actors):
    client.force_login(actors.nhung)
    url = proofs_of(line(sheet, "D01"))
    assert "Ban Chấp hành CĐCS May Lam Trà" in client.get(url).content.decode()
    assert client.post(url, {"kind": "file", "file": pdf("đối thoại.pdf")}).url == url
    text = client.get(reverse("sheet", args=[sheet.pk])).content.decode()
    proof = Proof.objects.get()
    assert "đối thoại.pdf" in text
    assert reverse("attachment", args=[proof.file_id]) in text
    assert "Nhung, " in text
    away = reverse("proof_withdraw", args=[proof.pk])
    assert client.post(away, {"reason": ""}).status_code == 422
    assert client.post(away, {"reason": "nhầm"}).url == url
    text = client.get(reverse("sheet", args=[sheet.pk])).content.decode()
    assert "1 minh chứng đã rút" in text


def test_with_script_the_line_comes_back(client, sheet, actors):
    client.force_login(actors.nhung)
    url = proofs_of(line(sheet, "D01"))
    piece = client.get(url, headers=HX).content.decode()
    assert 'capture="environment"' in piece
    assert "<html" not in piece
    text = client.post(url, {"kind": "photo", "file": photo("họp.jpg")}, headers=HX).content.decode()
    assert text.lstrip().startswith('<li class="line')
    assert "họp.jpg" in text


def test_a_wrong_file_is_told_on_the_line_and_on_the_page(client, sheet, actors):
    client.force_login(actors.nhung)
    url = proofs_of(line(sheet, "D01"))
    for headers in ({}, HX):
        answer = client.post(url, {"kind": "file", "file": SimpleUploadedFile("x.pdf", b"MZ")}, headers=headers)
        assert "không phải PDF" in answer.content.decode()
    assert not Proof.objects.exists()


def test_a_link_opens_apart_and_tells_nothing_of_us(client, sheet, actors):
    add_proof(line=line(sheet, "D01"), kind="link", text="https://a.vn/x", by=actors.nhung)
    client.force_login(actors.hanh)
    text = client.get(reverse("sheet", args=[sheet.pk])).content.decode()
    assert 'href="https://a.vn/x" target="_blank" rel="noopener noreferrer"' in text


def test_a_record_is_chosen_by_its_code_and_opens(client, sheet, actors, tree):
    client.force_login(actors.nhung)
    client.post(proofs_of(line(sheet, "D01")), {"kind": "record", "text": tree.line5.code})
    assert Proof.objects.get().text.startswith("Tổ Chuyền 5")
    text = client.get(reverse("sheet", args=[sheet.pk])).content.decode()
    assert reverse("unit", args=[tree.line5.code]) in text
    wrong = client.post(proofs_of(line(sheet, "D01")), {"kind": "record", "text": tree.stranger.code})
    assert wrong.status_code == 422


def test_a_file_on_the_sheet_is_offered_to_other_lines(client, sheet, actors):
    first = add_proof(line=line(sheet, "D01"), kind="file", upload=pdf("sổ.pdf"), by=actors.nhung)
    client.force_login(actors.nhung)
    url = proofs_of(line(sheet, "D02"))
    assert "sổ.pdf" in client.get(url).content.decode()
    client.post(url, {"kind": "file", "known": first.file_id})
    assert line(sheet, "D02").proofs.get().file_id == first.file_id


def test_the_appraiser_records_what_was_seen(client, submitted, actors, today):
    client.force_login(actors.hanh)
    data = {"kind": "seen", "text": "sổ họp", "seen_on": today.isoformat()}
    text = client.post(proofs_of(line(submitted, "D01")), data, headers=HX).content.decode()
    assert "Đã xem bản giấy" in text
    assert "sổ họp" in text


def test_entered_on_behalf_is_said_on_every_page_of_the_sheet(client, sheet, actors):
    client.force_login(actors.hanh)
    deed = reverse("sheet_deed", args=[sheet.pk])
    client.post(deed, {"what": "enter", "why": "nộp giấy"})
    client.post(deed, {"what": "sign", "signed_page": photo("trang-ky.jpg")})
    page = again(sheet).signed_page
    d01 = line(sheet, "T01")
    for name, key in (("sheet", sheet.pk), ("line_proofs", d01.pk), ("line_evidence", d01.pk)):
        text = client.get(reverse(name, args=[key])).content.decode()
        assert "Nhập thay bởi Hanh" in text
        assert reverse("attachment", args=[page.pk]) in text


def test_the_proofs_of_a_sheet_take_three_queries_however_many(sheet, actors, django_assert_num_queries):
    from coso.grading.reads import sheet_view
    from coso.grading.views.sheet_context import show_proofs

    for n, code in enumerate(("D01", "D02", "D03", "D05")):
        add_proof(line=line(sheet, code), kind="file", upload=pdf(more=bytes([n])), by=actors.nhung)
        found = find_record("uy", actors.nhung) or find_record(actors.people["uy"].code, actors.nhung)
        add_proof(line=line(sheet, code), kind="record", record=found[:2], text=found[2], by=actors.nhung)
    views = sheet_view(again(sheet)).lines
    with django_assert_num_queries(3):
        show_proofs(views)
    assert sum(len(view.proofs) for view in views) == 8

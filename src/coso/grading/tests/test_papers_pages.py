"""Papers on the pages: a button beside the sheet, the year and the list; issuing, numbering; a stranger gets 404."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coso.grading.papers.subjects import SheetSubject
from coso.grading.services.decisions import reopen_sheet
from coso.grading.testing.deciding import DUE, fresh
from coso.grading.testing.rounds import SCHOOL, start_round
from coso.lib import clock
from coso.papers.models import Document
from coso.papers.services import issue_paper, take_number
from coso.papers.testing import excel_rows, pdf_text, word_text

READ = {"docx": word_text, "pdf": pdf_text}


def sheet_paper(client, sheet, what, form):
    return client.get(reverse("sheet_paper", args=[sheet.pk, what, form]))


def issue(client, sheet, what):
    client.post(reverse("sheet_paper_issue", args=[sheet.pk]), {"what": what})
    return Document.objects.order_by("-id").first()


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("bang-cham-diem", "BẢNG CHẤM ĐIỂM"),
        ("bien-ban-tu-cham", "BIÊN BẢN"),
        ("bien-ban-tham-dinh", "BIÊN BẢN"),
        ("thong-bao-ket-qua", "THÔNG BÁO"),
    ],
)
def test_a_chair_prints_the_papers_of_her_own_union(client, decided, actors, what, kind, form):
    client.force_login(actors.nhung)
    answer = sheet_paper(client, decided, what, form)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    text = READ[form](answer.content)
    assert kind in text
    assert "CÔNG ĐOÀN CƠ SỞ MAY LAM TRÀ" in text or "CÔNG ĐOÀN PHƯỜNG HỒNG" in text


def test_the_sheet_links_to_its_papers_and_each_link_opens(client, decided, actors):
    client.force_login(actors.nhung)
    text = client.get(reverse("sheet", args=[decided.pk])).content.decode()
    for what in ("bang-cham-diem", "bien-ban-tu-cham", "bien-ban-tham-dinh", "thong-bao-ket-qua"):
        assert reverse("sheet_paper", args=[decided.pk, what, "docx"]) in text
    assert reverse("papers_of_sheet", args=[decided.pk]) in text


def test_an_open_sheet_offers_no_appraisal_and_no_result(client, sheet, actors):
    client.force_login(actors.nhung)
    text = client.get(reverse("sheet", args=[sheet.pk])).content.decode()
    assert "thong-bao-ket-qua" not in text
    for what in ("thong-bao-ket-qua", "bien-ban-tham-dinh", "khong-co"):
        assert sheet_paper(client, sheet, what, "docx").status_code == 404


@pytest.mark.parametrize("form", ["exe", "xlsx"])
def test_a_form_that_a_paper_does_not_have_is_not_found(client, sheet, actors, form):
    client.force_login(actors.nhung)
    assert sheet_paper(client, sheet, "bien-ban-tu-cham", form).status_code == 404


def test_a_stranger_finds_neither_papers_nor_documents(client, decided, actors, tree):
    document = issue_paper(subject=SheetSubject(decided), what="bang-cham-diem", by=None)
    for who in (actors.giay, actors.thay, actors.khach, actors.quan):
        client.force_login(who)
        assert sheet_paper(client, decided, "bang-cham-diem", "pdf").status_code == 404
        assert client.get(reverse("papers_of_sheet", args=[decided.pk])).status_code == 404
        assert client.get(reverse("document_file", args=[document.pk, "docx"])).status_code == 404
        for name in ("document_number", "document_scan"):
            assert client.post(reverse(name, args=[document.pk]), {"what": "take"}).status_code == 404
        assert client.post(reverse("sheet_paper_issue", args=[decided.pk]), {"what": "x"}).status_code == 404
        assert client.get(reverse("papers_of_unit", args=[2026, tree.ward.code])).status_code == 404
    assert Document.objects.get().number == ""


def test_the_province_prints_decision_and_summary_and_the_ward_its_submission(
    client, decided, actors, tree, tmp_path
):  # fmt: skip
    client.force_login(actors.lanh)
    text = client.get(reverse("grading_year", args=[2026])).content.decode()
    summary = reverse("unit_paper", args=[2026, tree.province.code, "bieu-tong-hop", "xlsx"])
    assert summary in text
    rows = excel_rows(client.get(summary).content, tmp_path)
    assert ["Toàn bộ", 3, 3, 1] in [row[:4] for row in rows]
    what = f"quyet-dinh-{decided.decision_id.hex}"
    decision = client.get(reverse("unit_paper", args=[2026, tree.province.code, what, "docx"]))
    assert "CĐCS May Lam Trà" in word_text(decision.content)
    client.force_login(actors.hanh)
    text = client.get(reverse("sheets", args=[2026])).content.decode()
    assert reverse("papers_of_unit", args=[2026, tree.ward.code]) in text
    page = client.get(reverse("papers_of_unit", args=[2026, tree.ward.code])).content.decode()
    assert "to-trinh" in page
    assert "quyet-dinh" not in page
    assert client.get(decision.wsgi_request.path).status_code == 404


def test_a_chair_sees_no_papers_of_upper_unions(client, sheet, actors):
    client.force_login(actors.nhung)
    for name in ("grading_year", "sheets"):
        assert "giay-to" not in client.get(reverse(name, args=[2026])).content.decode()


def test_issuing_numbering_and_printing_what_was_issued(client, decided, actors):
    client.force_login(actors.nhung)
    document = issue(client, decided, "bien-ban-tu-cham")
    page = reverse("papers_of_sheet", args=[decided.pk])
    assert "Lấy số tiếp theo: 01/BB-CĐCS" in client.get(page).content.decode()
    answer = client.post(reverse("document_number", args=[document.pk]), {"what": "take"})
    assert answer.url == page
    assert "01/BB-CĐCS" in client.get(page).content.decode()
    assert "Số: 01/BB-CĐCS" in word_text(client.get(reverse("document_file", args=[document.pk, "docx"])).content)


def test_number_and_day_are_typed_after_signing(client, decided, actors):
    client.force_login(actors.nhung)
    document = issue(client, decided, "bien-ban-tu-cham")
    url, prefix, today = reverse("document_number", args=[document.pk]), document.pk.hex, clock.today()
    answer = client.post(url, {f"{prefix}-number": "", f"{prefix}-on": ""}, follow=True)
    assert "Đồng chí ghi số và ngày đúng như trên bản đã ký." in answer.content.decode()
    client.post(url, {f"{prefix}-number": "17/BB-CĐ", f"{prefix}-on": today.isoformat()})
    document.refresh_from_db()
    assert (document.number, document.on) == ("17/BB-CĐ", today)


def test_the_signed_scan_is_attached_on_the_page(client, decided, actors, store):
    client.force_login(actors.nhung)
    document = issue(client, decided, "bien-ban-tu-cham")
    url, name = reverse("document_scan", args=[document.pk]), f"{document.pk.hex}-file"
    assert "Đồng chí chọn tệp" in client.post(url, {}, follow=True).content.decode()
    answer = client.post(url, {name: SimpleUploadedFile("bản ký.pdf", b"%PDF-1.7")}, follow=True)
    assert "bản ký.pdf" in answer.content.decode()
    assert "Đã có bản ký" in answer.content.decode()


def test_what_was_issued_stays_when_the_sheet_is_reopened(client, decided, actors):
    client.force_login(actors.nhung)
    document = issue(client, decided, "thong-bao-ket-qua")
    reopen_sheet(sheet=fresh(decided), why="kiến nghị", due=DUE, by=actors.lanh)
    assert sheet_paper(client, decided, "thong-bao-ket-qua", "docx").status_code == 404
    kept = client.get(reverse("document_file", args=[document.pk, "docx"]))
    assert "HOÀN THÀNH TỐT NHIỆM VỤ" in word_text(kept.content)


def test_a_committee_member_reads_and_cannot_issue(client, decided, actors):
    client.force_login(actors.uy)
    page = client.get(reverse("papers_of_sheet", args=[decided.pk])).content.decode()
    assert "Ban hành</button>" not in page
    issue(client, decided, "bang-cham-diem")
    assert not Document.objects.exists()


def test_the_inspector_reads_documents_and_gives_no_numbers(client, decided, actors):
    document = issue_paper(subject=SheetSubject(decided), what="bang-cham-diem", by=None)
    client.force_login(actors.kiem)
    assert client.get(reverse("document_file", args=[document.pk, "xlsx"])).status_code == 200
    assert "Lấy số" not in client.get(reverse("papers_of_sheet", args=[decided.pk])).content.decode()
    assert client.post(reverse("document_number", args=[document.pk]), {"what": "take"}).status_code == 404


def test_the_page_takes_as_many_queries_for_three_documents_as_for_one(client, decided, actors):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(actors.kiem)
    counts = []
    for what in ("bang-cham-diem", "bien-ban-tu-cham", "thong-bao-ket-qua"):
        take_number(document=issue_paper(subject=SheetSubject(decided), what=what, by=None), by=None)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("papers_of_sheet", args=[decided.pk]))
        counts.append(len(seen))
    assert counts[0] == counts[-1]


def test_the_english_page_is_english_and_its_papers_are_not(client, decided, actors):
    client.force_login(actors.nhung)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("papers_of_sheet", args=[decided.pk])).content.decode()
    assert "Committee minutes of self-scoring" in page
    assert "Giấy tờ" not in page
    assert "BIÊN BẢN" in word_text(sheet_paper(client, decided, "bien-ban-tu-cham", "docx").content)


def test_a_union_that_is_not_graded_has_no_papers(client, a_round, tree, actors):
    from coso.grading.models import Sheet
    from coso.grading.services.decisions import leave_ungraded

    row = Sheet.objects.get(round=a_round, unit=tree.garment)
    leave_ungraded(sheets=[fresh(row)], why="không nộp", by=actors.chuyen)
    client.force_login(actors.nhung)
    assert "Chưa có giấy tờ nào lập được." in client.get(reverse("papers_of_sheet", args=[row.pk])).content.decode()
    assert sheet_paper(client, row, "bang-cham-diem", "docx").status_code == 404


def test_the_papers_of_a_second_round_of_the_year_stand_beside_the_first(client, model_rubric, actors, tree):
    school = start_round(tree, model_rubric, **SCHOOL)
    rest = start_round(tree, model_rubric)
    client.force_login(actors.chuyen)
    page = reverse("papers_of_unit", args=[2026, tree.province.code])
    first, second = client.get(f"{page}?lich=calendar_year"), client.get(f"{page}?lich=school_year")
    assert first.context["subject"].row == rest
    assert second.context["subject"].row == school
    assert f'href="?lich=school_year" aria-current="page">{school.name}' in second.content.decode()
    asked = {"what": "bieu-tong-hop"}
    answer = client.post(second.context["post_to"], asked)
    assert answer.url == f"{page}?lich=school_year"
    assert Document.objects.get().subject == school.pk
    assert client.get(f"{page}?lich=khong-co").status_code == 404


def test_one_round_shows_no_choice_of_rounds(client, a_round, actors, tree):
    client.force_login(actors.chuyen)
    assert "?lich=calendar_year" in (
        page := client.get(reverse("papers_of_unit", args=[2026, tree.province.code])).content.decode()
    )
    assert 'class="tabs"' not in page

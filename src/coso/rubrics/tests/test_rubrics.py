"""Rubrics as people handle them: looked at, copied, edited while a draft, frozen once used, taken in from files."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from docx import Document

from coso.access.deeds import deeds
from coso.access.journal import StaleError
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.grading.testing.rounds import MODEL
from coso.rubrics.grammar.editing import move_criterion, remove_criterion
from coso.rubrics.models import Rubric, RubricReading
from coso.rubrics.services.readings import body_of, correct_reading, keep_reading
from coso.rubrics.services.rubrics import Change, change_rubric, copy_rubric, take_in_rubric
from coso.rubrics.specs import draft_of, grammar_of
from coso.rubrics.testing.drafts import form_of

TABLE = [
    ["STT", "Nội dung", "Điểm chuẩn"],
    ["I", "Bảo vệ", "60"],
    ["1", "Thỏa ước", "40"],
    ["2", "Giám sát, mỗi cuộc 5 điểm, tối đa 20 điểm", "20"],
    ["II", "Tổ chức", "40"],
    ["1", "Họp", "30"],
]


def sent(rows=TABLE, name="bang.docx"):
    document, file = Document(), BytesIO()
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def again(row):
    return type(row).objects.get(pk=row.pk)


def criterion(rubric, code):
    return draft_of(again(rubric).source).rubric.criterion(code)


def faults(rubric):
    return [fault.where for fault in draft_of(again(rubric).source).rubric.missing]


# ── copies and edits ──


def test_a_copy_is_a_draft_with_its_own_code_and_all_that_the_first_had(draft, model_rubric):
    assert (draft.code, draft.number, draft.status, draft.frozen) == ("lam-2027", "12/HD", "unofficial", None)
    assert draft_of(draft.source).rubric.criteria == grammar_of(model_rubric).criteria


@pytest.mark.parametrize("code", ["", "a b", "x/y", "lam-2027"])
def test_a_copy_needs_a_free_code_that_fits_an_address(draft, code):
    with pytest.raises(RefusedError):
        copy_rubric(rubric=draft, code=code, number="", title="x", by=None)


def test_a_change_edits_the_one_document_and_leaves_the_rest(draft):
    change_rubric(rubric=draft, change=Change(lambda data: data.update(title_vi="Tên mới")), by=None)
    fresh = again(draft)
    assert fresh.title_vi == "Tên mới"
    assert draft_of(fresh.source).rubric.criteria == draft_of(draft.source).rubric.criteria


def test_a_draft_with_wrong_sums_is_kept_and_says_so_but_grades_nobody(draft):
    change_rubric(rubric=draft, change=Change(lambda data: remove_criterion(data, "D13")), by=None)
    assert again(draft).status == "incomplete"
    assert "groups[G1] / variants.non_state_enterprise" in faults(draft)
    assert not draft_of(again(draft).source).rubric.usable


def test_moving_a_criterion_stays_within_its_group(draft):
    def codes():
        return [each.code for each in draft_of(again(draft).source).rubric.criteria if each.group == "G1"][:3]

    change_rubric(rubric=draft, change=Change(lambda data: move_criterion(data, "D01", -1)), by=None)
    assert codes() == ["D01", "D02", "D03"]
    change_rubric(rubric=draft, change=Change(lambda data: move_criterion(data, "D01", 1)), by=None)
    assert codes() == ["D02", "D01", "D03"]


def test_a_rubric_in_use_is_frozen(a_round, actors):
    with pytest.raises(RefusedError, match="bản sao"):
        change_rubric(rubric=a_round.rubric, change=Change(lambda data: None), by=actors.chuyen)


@pytest.mark.parametrize("who", ["hanh", "nhung", "kiem", "quan"])
def test_only_the_province_edits_copies_and_takes_in(draft, actors, who):
    by = getattr(actors, who)
    for deed in (
        lambda: change_rubric(rubric=draft, change=Change(lambda data: None), by=by),
        lambda: copy_rubric(rubric=draft, code="moi", number="", title="x", by=by),
        lambda: take_in_rubric(source=MODEL, by=by),
        lambda: keep_reading(parts=[b"x"], name="x.docx", by=by),
    ):
        with pytest.raises(ForbiddenError):
            deed()


def test_a_change_on_a_page_that_got_old_is_not_made(draft):
    old = str(draft.act)
    change_rubric(rubric=draft, change=Change(lambda data: data.update(title_vi="Một")), by=None)
    with pytest.raises(StaleError):
        change_rubric(rubric=draft, change=Change(lambda data: data.update(title_vi="Hai")), by=None, seen=old)


def test_a_text_with_faults_is_refused_with_every_place_or_kept_as_a_draft(db):
    wrong = MODEL.replace("max: 40", "max: 41", 1).replace("id: coso-model", "id: sai", 1)
    with pytest.raises(RefusedError) as told:
        take_in_rubric(source=wrong, by=None)
    assert any("self_scorable_max" in str(reason.text) for reason in told.value.reasons)
    assert take_in_rubric(source=wrong, by=None, as_draft=True).status == "incomplete"


@pytest.mark.parametrize("source", ["", "- a\n- b", "a: [", "5"])
def test_a_text_that_is_no_rubric_is_refused_even_as_a_draft(db, source):
    with pytest.raises(RefusedError):
        take_in_rubric(source=source, by=None, as_draft=True)


# ── pages ──


def test_the_list_says_status_paper_and_rounds_in_a_fixed_number_of_queries(
    client, a_round, draft, actors, django_assert_max_num_queries
):
    client.force_login(actors.nhung)
    with django_assert_max_num_queries(12):
        text = client.get(reverse("rubrics")).content.decode()
    assert "Không chính thức" in text
    assert a_round.name in text
    assert "12/HD" in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_of_a_rubric_is_whole_in_both_languages(client, model_rubric, actors, language):
    client.force_login(actors.nhung)
    client.cookies["django_language"] = language
    with translation.override(language):
        for variant in ("non_state_enterprise", "nghiep_doan", "none"):
            answer = client.get(reverse("rubric", args=[model_rubric.pk]), {"bang": variant})
            assert answer.status_code == 200
    assert answer.context["page"].wrong_sums == []


def test_an_incomplete_rubric_says_what_is_missing(client, actors):
    source = (Path(__file__).parents[1] / "data" / "hd-1294-2019.yaml").read_text()
    rubric = take_in_rubric(source=source, by=None)
    client.force_login(actors.nhung)
    text = client.get(reverse("rubric", args=[rubric.pk])).content.decode()
    assert "Chưa đầy đủ" in text
    assert "Chưa có mốc điểm của từng mức xếp loại" in text


def test_a_form_sent_back_unchanged_changes_nothing(client, draft, actors):
    client.force_login(actors.chuyen)
    before = draft_of(draft.source).rubric
    assert (
        client.post(reverse("rubric_edit", args=[draft.pk]), form_of(client, "rubric_edit", draft.pk)).status_code
        == 302
    )
    for code in ("D02", "D03", "D04", "D07", "T08", "T15", "U05"):
        said = form_of(client, "criterion_edit", draft.pk, code)
        answer = client.post(reverse("criterion_edit", args=[draft.pk, code]), said)
        assert answer.status_code == 302, (code, answer.context["form"].errors)
    after = draft_of(again(draft).source).rubric
    assert after.criteria == before.criteria
    assert (after.groups, after.bands, after.self_max, after.step) == (
        before.groups, before.bands, before.self_max, before.step,
    )  # fmt: skip


def test_a_criterion_is_added_in_minutes(client, draft, actors):
    client.force_login(actors.chuyen)
    said = {
        "code": "D99",
        "group": "G1",
        "title_vi": "Giới thiệu đoàn viên ưu tú",
        "rule": "per",
        "indicator": "members.count",
    }
    said |= {"max:non_state_enterprise": "2", "box:non_state_enterprise": "0,5", "evidence": "Danh sách\nNghị quyết"}
    assert client.post(reverse("criterion_add", args=[draft.pk]), said).status_code == 302
    made = criterion(draft, "D99")
    assert (made.line("non_state_enterprise").max, made.line("soe")) == (2000, None)
    assert [each.vi for each in made.evidence] == ["Danh sách", "Nghị quyết"]
    text = client.get(reverse("rubric", args=[draft.pk])).content.decode()
    assert "Nhóm G1 cộng được 42, phải là 40." in text


def test_a_typed_criterion_needs_only_its_points(client, draft, actors):
    client.force_login(actors.chuyen)
    said = {"code": "D98", "group": "G1", "title_vi": "Văn nghệ", "rule": "typed", "max:soe": "1,5"}
    assert client.post(reverse("criterion_add", args=[draft.pk]), said).status_code == 302
    assert criterion(draft, "D98").line("soe").max == 1500


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"code": "D01"}, "code"),
        ({"code": "D 1"}, "code"),
        ({"max:soe": "nhiều"}, "max:soe"),
        ({"max:soe": "1,3"}, "max:soe"),
        ({"max:soe": ""}, "max:non_state_enterprise"),
        ({"rule": "steps", "box:soe": "x", "indicator": "members.count"}, "box:soe"),
        ({"rule": "steps", "box:soe": "1 = 1", "indicator": "members.count"}, "box:soe"),
        ({"rule": "if_true"}, "box:soe"),
    ],
)
def test_a_wrong_criterion_is_told_at_its_field_and_not_kept(client, draft, actors, said, field):
    client.force_login(actors.chuyen)
    plain = {"code": "D97", "group": "G1", "title_vi": "Văn nghệ", "rule": "typed", "max:soe": "2"}
    answer = client.post(reverse("criterion_add", args=[draft.pk]), plain | said)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert again(draft).act == draft.act


def test_a_page_that_got_old_shows_both_values_and_saves_on_the_second_try(client, draft, actors):
    client.force_login(actors.chuyen)
    mine = form_of(client, "criterion_edit", draft.pk, "D03") | {"title_vi": "Của tôi"}
    theirs = form_of(client, "criterion_edit", draft.pk, "D03") | {"title_vi": "Của đồng nghiệp"}
    url = reverse("criterion_edit", args=[draft.pk, "D03"])
    assert client.post(url, theirs).status_code == 302
    told = client.post(url, mine)
    text = told.content.decode()
    assert told.status_code == 422
    assert "Của đồng nghiệp" in text
    assert "Của tôi" in text
    assert criterion(draft, "D03").title_vi == "Của đồng nghiệp"
    client.post(url, mine | {"seen": told.context["form"].data["seen"]})
    assert criterion(draft, "D03").title_vi == "Của tôi"


def test_the_frame_takes_paper_groups_and_levels(client, draft, actors):
    client.force_login(actors.chuyen)
    said = form_of(client, "rubric_edit", draft.pk) | {
        "number": "20/HD", "dated": "2027-01-15", "official": "on", "band_1": "75", "valid_from": "2027-01-01",
        "code_4": "G4", "title_vi_4": "Nhóm mới", "max_4": "5", "self_max": "100",
    }  # fmt: skip
    assert client.post(reverse("rubric_edit", args=[draft.pk]), said).status_code == 302
    fresh = draft_of(again(draft).source).rubric
    assert (again(draft).number, fresh.official, fresh.band("good").min) == ("20/HD", True, 75_000)
    assert fresh.group("G4").max == 5000
    assert "groups[G4] / variants.soe" in faults(draft)


def test_moving_and_taking_out_from_the_page(client, draft, actors):
    client.force_login(actors.chuyen)
    url = reverse("criterion_deed", args=[draft.pk, "B02"])
    assert client.post(url, {"what": "up", "seen": str(draft.act)}).status_code == 302
    client.post(url, {"what": "remove", "seen": str(draft.act)})
    assert criterion(draft, "B02")
    client.post(url, {"what": "remove", "seen": str(again(draft).act)})
    with pytest.raises(LookupError):
        criterion(draft, "B02")


def test_the_page_of_a_frozen_rubric_offers_a_copy_and_no_editing(client, a_round, actors):
    client.force_login(actors.chuyen)
    text = client.get(reverse("rubric", args=[a_round.rubric.pk])).content.decode()
    assert reverse("rubric_copy", args=[a_round.rubric.pk]) in text
    assert reverse("rubric_edit", args=[a_round.rubric.pk]) not in text
    assert client.get(reverse("rubric_edit", args=[a_round.rubric.pk])).status_code == 409


def test_the_text_goes_out_and_comes_in_again(client, draft, actors):
    client.force_login(actors.chuyen)
    out = client.get(reverse("rubric_text", args=[draft.pk])).content
    file = SimpleUploadedFile("x.yaml", out.replace(b"lam-2027", b"lam-2028"))
    assert client.post(reverse("rubric_take_in"), {"text": "1", "yaml": file}).status_code == 302
    assert Rubric.objects.get(code="lam-2028").status == "unofficial"


def test_a_wrong_text_comes_back_with_every_place(client, actors):
    client.force_login(actors.chuyen)
    file = SimpleUploadedFile("x.yaml", MODEL.replace("max: 40", "max: 41", 1).encode())
    answer = client.post(reverse("rubric_take_in"), {"text": "1", "yaml": file})
    assert answer.status_code == 422
    assert "self_scorable_max" in answer.content.decode()


# ── a province's table, from the upload to the draft ──


def test_a_table_goes_from_the_upload_to_a_draft(client, actors, model_rubric):
    client.force_login(actors.chuyen)
    there = client.post(reverse("rubric_take_in"), {"file": sent()}).url
    shown = client.get(there)
    assert [row["line"].code for row in shown.context["rows"]] == ["I", "I.1", "I.2", "II", "II.1"]
    assert "30, phải là 40" in shown.content.decode()
    said = {"seen": shown.context["reading"].act, "kind-4": "criterion", "max-4": "40"}
    about = {"make": "1", "title": "Bộ tiêu chí tỉnh Lam", "code": "lam-2026", "number": "5/HD", "dated": "2026-01-10"}
    made = client.post(there, said | about | {"sectors": ["soe", "cooperative"], "base": model_rubric.pk})
    rubric = Rubric.objects.get(code="lam-2026")
    assert made.url == reverse("rubric", args=[rubric.pk])
    assert (rubric.number, rubric.status) == ("5/HD", "unofficial")
    assert grammar_of(rubric).usable
    assert criterion(rubric, "I.2").line("chung").max == 20_000
    assert client.get(there).url == made.url


def test_lines_are_corrected_added_and_turned_around(client, actors):
    client.force_login(actors.chuyen)
    there = client.post(reverse("rubric_take_in"), {"file": sent()}).url
    reading = RubricReading.objects.get()
    said = {
        "seen": reading.act,
        "kind-3": "out",
        "title-1": "Thỏa ước  mới",
        "rule-1": "deduct",
        "each-1": "2",
        "add": "1",
    }
    assert client.post(there, said).status_code == 302
    lines = body_of(again(reading)).lines
    assert [line.kind for line in lines] == ["group", "criterion", "criterion", "criterion", "out", "criterion"]
    assert (lines[1].title, lines[1].rule, lines[1].each) == ("Thỏa ước mới", "deduct", "2")
    assert "Ghi mã cho dòng này." in client.get(there).content.decode()


def test_a_reading_is_found_again_after_the_sign_in_ended(client, actors):
    client.force_login(actors.chuyen)
    there = client.post(reverse("rubric_take_in"), {"file": sent()}).url
    client.logout()
    assert client.post(there, {"title-1": "x"}).status_code == 401
    client.force_login(actors.lanh)
    assert there in client.get(reverse("rubrics")).content.decode()


def test_two_people_at_one_reading_see_both_values(client, actors):
    client.force_login(actors.chuyen)
    there = client.post(reverse("rubric_take_in"), {"file": sent()}).url
    old = RubricReading.objects.get()
    lines = body_of(old).lines
    lines[1].title = "Của đồng nghiệp"
    correct_reading(reading=old, lines=lines, by=actors.lanh)
    text = client.post(there, {"seen": old.act, "title-1": "Của tôi"}).content.decode()
    assert "Của tôi" in text
    assert "Của đồng nghiệp" in text
    assert body_of(again(old)).lines[1].title == "Của đồng nghiệp"


def test_a_draft_is_not_made_of_lines_that_are_marked(client, actors):
    client.force_login(actors.chuyen)
    there = client.post(reverse("rubric_take_in"), {"file": sent()}).url
    about = {"make": "1", "title": "x", "code": "lam", "sectors": ["soe"], "max-1": "nhiều"}
    answer = client.post(there, about)
    assert answer.status_code == 422
    assert not Rubric.objects.filter(code="lam").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.docx", b"PK\x03\x04cut", "bị hỏng"),
        ("x.docx", b"", "rỗng"),
        ("x.doc", bytes.fromhex("D0CF11E0A1B11AE1") + "WordDocument".encode("utf-16-le"), "đời cũ"),
        ("x.pdf", b"%PDF-1.7", "Không phải"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(client, actors, name, content, said):
    client.force_login(actors.chuyen)
    answer = client.post(reverse("rubric_take_in"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert said in str(answer.context["file"].errors["file"])
    assert not RubricReading.objects.exists()


def test_a_file_without_such_a_table_is_told_what_was_looked_for(client, actors):
    client.force_login(actors.chuyen)
    answer = client.post(reverse("rubric_take_in"), {"file": sent([["Họ tên", "Chức vụ"], ["A", "B"]])})
    assert "Điểm chuẩn" in str(answer.context["file"].errors["file"])


def test_every_write_is_in_the_journal_with_words(client, actors, draft):
    client.force_login(actors.chuyen)
    client.post(reverse("rubric_take_in"), {"file": sent()})
    verbs = set(Action.objects.filter(verb__startswith="rubric.").values_list("verb", flat=True))
    assert {"rubric.take_in", "rubric.copy", "rubric.read"} <= verbs <= set(deeds())

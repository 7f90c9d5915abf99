"""Tables of a draft for kinds of unions; who may open the forms of a draft, and what its page shows."""

import pytest
from django.urls import reverse
from django.utils import translation

from coso.rubrics.forms.drafts import FrameForm
from coso.rubrics.services.rubrics import Change, change_rubric, take_in_rubric
from coso.rubrics.specs import draft_of
from coso.rubrics.testing.drafts import SOURCES, TABLE, again, form_of, gate, limits, post, read

ALL = ["non_state_enterprise", "public_service", "soe", "nghiep_doan"]


# ── variants ──


def test_a_table_is_added_with_the_lines_of_another(province, draft):
    post(
        province, "variant_edit", draft.pk, "non_state_enterprise",
        **form_of(province, "variant_edit", draft.pk, "non_state_enterprise")
        | {"applies_to": ["non_state_enterprise", "cooperative"]},
    )  # fmt: skip
    said = TABLE | {"like": "non_state_enterprise", "stratum:non_public_service": "state"}
    assert post(province, "variant_add", draft.pk, **said).status_code == 302
    fresh = read(draft)
    made = fresh.variant("cdcs_truong_tu")
    assert (made.title_en, made.stratum_of("non_public_service")) == ("CĐCS trường tư", "state")
    assert [line.max for _c, line in fresh.lines_of("cdcs_truong_tu")] == [
        line.max for _c, line in fresh.lines_of("non_state_enterprise")
    ]
    assert "cdcs_truong_tu" in gate(draft, "K3").applies_to
    assert fresh.usable
    assert fresh.variant("non_state_enterprise").stratum_of("non_public_service") is None


def test_a_table_without_lines_leaves_the_draft_incomplete(province, draft):
    key = "non_state_enterprise"
    said = form_of(province, "variant_edit", draft.pk, key)
    post(province, "variant_edit", draft.pk, key, **said | {"applies_to": [key]})
    assert post(province, "variant_add", draft.pk, **TABLE, like="").status_code == 302
    assert read(draft).lines_of("cdcs_truong_tu") == ()
    assert again(draft).status == "incomplete"


def test_a_table_is_renamed_and_keeps_its_lines(province, draft):
    said = form_of(province, "variant_edit", draft.pk, "soe") | {"title_vi": "Doanh nghiệp nhà nước"}
    assert post(province, "variant_edit", draft.pk, "soe", **said).status_code == 302
    assert read(draft).variant("soe").title_vi == "Doanh nghiệp nhà nước"
    assert read(draft).criteria == draft_of(draft.source).rubric.criteria


def test_two_tables_of_one_kind_of_union_are_for_different_sizes(province, draft):
    key = "soe"
    said = form_of(province, "variant_edit", draft.pk, key)
    assert post(province, "variant_edit", draft.pk, key, **said | {"members_to": "499"}).status_code == 302
    large = TABLE | {"applies_to": [key], "members_from": "500", "like": key}
    assert post(province, "variant_add", draft.pk, **large).status_code == 302
    fresh = read(draft)
    assert [fresh.variant_for(key, n).key for n in (499, 500)] == [key, "cdcs_truong_tu"]
    page = province.get(reverse("rubric", args=[draft.pk]), {"bang": "cdcs_truong_tu"}).content.decode()
    assert "Có từ 500 đoàn viên trở lên" in page
    assert form_of(province, "variant_edit", draft.pk, key)["members_to"] == 499


def test_sizes_that_meet_or_run_backwards_are_told_at_their_fields(province, draft):
    said = TABLE | {"applies_to": ["soe"], "members_from": "500"}
    taken = post(province, "variant_add", draft.pk, **said).context["form"]
    assert "ghi quy mô khác nhau" in str(taken.errors["applies_to"])
    back = post(province, "variant_add", draft.pk, **said | {"members_to": "499"}).context["form"]
    assert "nhỏ hơn số ở ô trước" in str(back.errors["members_to"])
    assert again(draft).act == draft.act


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"title_vi": ""}, "title_vi", ""),
        ({"applies_to": []}, "applies_to", "ít nhất một"),
        ({"applies_to": ["soe"]}, "applies_to", "CĐCS doanh nghiệp nhà nước"),
        ({"applies_to": ["moon"]}, "applies_to", "moon"),
        ({"calendars": ["moon"]}, "calendars", "moon"),
        ({"like": "moon"}, "like", "moon"),
        ({"stratum:soe": "moon"}, "stratum:soe", "moon"),
    ],
)
def test_a_wrong_table_is_told_at_its_field_and_not_kept(province, draft, said, field, words):
    answer = post(province, "variant_add", draft.pk, **TABLE | said)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert again(draft).act == draft.act


def test_a_table_with_lines_goes_only_when_that_is_confirmed(province, draft):
    shown = province.get(reverse("variant_edit", args=[draft.pk, "nghiep_doan"]))
    going = shown.context["form"].going
    assert going.lines == len(read(draft).lines_of("nghiep_doan"))
    refused = post(province, "variant_remove", draft.pk, "nghiep_doan", seen=draft.act)
    assert "đồng ý bỏ" in refused.content.decode()
    assert again(draft).act == draft.act
    assert post(province, "variant_remove", draft.pk, "nghiep_doan", seen=draft.act, sure="on").status_code == 302
    fresh = read(draft)
    assert [each.key for each in fresh.variants] == ALL[:3]
    assert not [each for each in fresh.criteria if each.line("nghiep_doan") or not each.lines]
    assert {each.code for each in draft_of(draft.source).rubric.criteria} - {
        each.code for each in fresh.criteria
    } == set(going.criteria)
    assert all("nghiep_doan" not in each.applies_to for each in fresh.gates)
    assert fresh.usable


def test_the_only_table_of_a_rubric_stays(province):
    rubric = take_in_rubric(source=SOURCES["qd-101-cdvc-2015-to-cong-doan"], by=None)
    assert province.get(reverse("variant_edit", args=[rubric.pk, "union_section"])).context["form"].going is None
    answer = post(province, "variant_remove", rubric.pk, "union_section", seen=rubric.act, sure="on")
    assert "ít nhất một bảng" in answer.content.decode()
    assert read(rubric).variants


def test_a_rubric_without_tables_gets_its_first(province):
    rubric = take_in_rubric(source=SOURCES["hd-1294-2019"], by=None)
    assert "like" not in form_of(province, "variant_add", rubric.pk)
    assert post(province, "variant_add", rubric.pk, **TABLE).status_code == 302
    assert [each.key for each in read(rubric).variants] == ["cdcs_truong_tu"]
    assert "mốc điểm" in province.get(reverse("gate_add", args=[rubric.pk])).content.decode()


# ── who, when, and what the page shows ──

PAGES = [("rubric_limits",), ("gate_add",), ("gate_edit", "K1"), ("variant_add",), ("variant_edit", "soe")]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["hanh", "nhung", "kiem", "quan"])
def test_only_the_province_opens_the_forms(client, draft, actors, who, page):
    client.force_login(getattr(actors, who))
    assert client.get(reverse(page[0], args=[draft.pk, *page[1:]])).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_rubric_in_use_opens_none_of_its_forms(province, a_round, page):
    url = reverse(page[0], args=[a_round.rubric.pk, *page[1:]])
    assert province.get(url).status_code == 409
    text = province.get(reverse("rubric", args=[a_round.rubric.pk])).content.decode()
    assert url not in text


GARBAGE = {"code": "\x00", "test": "x", "share": "9" * 400, "number": "1e9", "level": "\x00", "months:dormant": "x"}


@pytest.mark.parametrize("page", PAGES)
def test_garbage_is_refused_without_a_fault(province, draft, page):
    said = GARBAGE | {"title_vi": "\x00", "first:calendar_year:0": "٣٣/٣٣", "seen": "x", "applies_to": ["\x00"]}
    assert post(province, page[0], draft.pk, *page[1:], **said).status_code == 422
    assert again(draft).act == draft.act


@pytest.mark.parametrize("page", [("gate_edit", "K99"), ("variant_edit", "moon")])
def test_what_is_not_there_is_not_found(province, draft, page):
    assert province.get(reverse(page[0], args=[draft.pk, *page[1:]])).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_shows_tables_and_limits_to_all_and_links_to_those_who_may_edit(client, draft, actors, language):
    client.cookies["django_language"] = language
    url = reverse("rubric", args=[draft.pk])
    client.force_login(actors.nhung)
    read_only = client.get(url).content.decode()
    client.force_login(actors.chuyen)
    edited = client.get(url).content.decode()
    with translation.override(language):
        addresses = [reverse(page[0], args=[draft.pk, *page[1:]]) for page in PAGES[:4]]
    assert all(address in edited and address not in read_only for address in addresses)
    days = "01/12 năm trước – 30/11" if language == "vi" else "01/12 year before – 30/11"
    level = "Hoàn thành xuất sắc nhiệm vụ" if language == "vi" else "Excellent"
    for text in (read_only, edited):
        assert days in text
        assert f"“{level}”" in text
        assert "K1." in text


def test_a_gate_with_a_broken_sentence_does_not_break_the_page(client, draft, actors):
    change_rubric(rubric=draft, change=Change(lambda data: data["gates"][0].update(say_vi="Đạt {moon}")), by=None)
    client.force_login(actors.nhung)
    assert "Đạt {moon}" in client.get(reverse("rubric", args=[draft.pk])).content.decode()


def test_two_people_at_one_gate_see_both_values(province, draft):
    mine = form_of(province, "gate_edit", draft.pk, "K2") | {"cap": "good", "applies_to": ["soe"]}
    theirs = form_of(province, "gate_edit", draft.pk, "K2") | {"cap": "not_done"}
    post(province, "gate_edit", draft.pk, "K2", **theirs)
    told = post(province, "gate_edit", draft.pk, "K2", **mine)
    assert told.status_code == 422
    assert {label: (there, typed) for label, there, typed in told.context["now"]} == {
        "Xếp tối đa mức": ("Không hoàn thành nhiệm vụ", "Hoàn thành tốt nhiệm vụ"),
        "Áp dụng cho các bảng": (
            "CĐCS doanh nghiệp ngoài nhà nước, CĐCS đơn vị sự nghiệp công lập, CĐCS doanh nghiệp nhà nước",
            "CĐCS doanh nghiệp nhà nước",
        ),
    }
    post(province, "gate_edit", draft.pk, "K2", **mine | {"seen": told.context["form"].data["seen"]})
    assert (gate(draft, "K2").cap, gate(draft, "K2").applies_to) == ("good", ("soe",))


def test_two_people_at_the_limits_see_a_tick_as_a_word(province, draft):
    mine = form_of(province, "rubric_limits", draft.pk) | {"enabled": "on"}
    limits(province, draft, share="15")
    told = post(province, "rubric_limits", draft.pk, **mine)
    assert ("Áp dụng giới hạn này", "Không", "Có") in told.context["now"]
    assert ("Không quá tỷ lệ (%)", "15", "20") in told.context["now"]


def test_a_gate_is_not_taken_out_on_a_page_that_got_old(province, draft):
    old = draft.act
    limits(province, draft, share="15")
    post(province, "gate_remove", draft.pk, "K1", seen=old)
    assert gate(draft, "K1")


@pytest.mark.parametrize(
    ("where", "field"),
    [
        ("rounding.step", "step"), ("document.date", "dated"), ("bands.levels[good].min", "band_1"),
        ("bands.levels", "band_0"), ("groups[G1].max", None),
    ],
)  # fmt: skip
def test_a_fault_of_the_frame_finds_its_field(draft, where, field):
    assert FrameForm(grammar=read(draft), seen="").place_of(where) == field


def test_wrong_cut_offs_are_told_at_the_levels(province, draft):
    answer = post(province, "rubric_edit", draft.pk, **form_of(province, "rubric_edit", draft.pk) | {"band_1": "95"})
    assert "giảm dần" in str(answer.context["form"].errors["band_0"])

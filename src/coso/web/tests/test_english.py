"""English pages are English: Vietnamese stands there in proper names alone."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from coso.access.models import Account
from coso.grading.models import Round
from coso.register.models import Person, UnitVersion, Workplace
from coso.rubrics.models import Rubric

MARKS = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
OURS = ["Cơ Sở", "Tiếng Việt"]
READ = {"title", "placeholder", "aria-label", "alt"}
SILENT = {"script", "style"}


class Texts(HTMLParser):
    """What a page says, to the eye and to a screen reader."""

    def __init__(self, page):
        super().__init__()
        self.said, self.within = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.within = tag
        self.said += [value for name, value in attrs if name in READ and value]

    def handle_data(self, data):
        self.said += [] if self.within in SILENT else [data]


def vietnamese(page, names):
    """The texts of a page with Vietnamese letters outside proper names."""
    found = []
    for text in Texts(page).said:
        for name in names:
            text = text.replace(name, "")
        found += [text.strip()] if MARKS.search(text) else []
    return found


@pytest.fixture
def names(db):
    rows = [UnitVersion.objects.values_list("name", flat=True), Person.objects.values_list("name", flat=True)]
    found = {name for row in rows for name in row} | set(Account.objects.values_list("name", flat=True))
    found |= set(Workplace.objects.values_list("name", flat=True))
    bare = {name.removeprefix("CĐCS ").removeprefix("Công đoàn phường ") for name in found}
    return sorted({*found, *bare, *OURS}, key=len, reverse=True)


def pages(tree, sheet):
    rubric, round_ = Rubric.objects.get(), Round.objects.get()
    return [
        reverse("home"),
        reverse("owed"),
        reverse("grading_year", args=[round_.year]),
        reverse("round", args=[round_.pk]),
        reverse("sheets", args=[round_.year]),
        reverse("sheet", args=[sheet.pk]),
        reverse("council", args=[round_.pk]),
        reverse("rubrics"),
        *(
            f"{reverse('rubric', args=[rubric.pk])}?bang={key}"
            for key in ("non_state_enterprise", "public_service", "soe", "nghiep_doan")
        ),
        reverse("unit", args=[tree.garment.code]),
        reverse("tree", args=[tree.ward.code]),
        reverse("journal"),
    ]


@pytest.mark.parametrize("who", ["lanh", "chuyen", "hanh", "nhung", "to", "kiem"])
def test_an_english_page_says_nothing_in_vietnamese_but_names(client, sheet, tree, actors, names, who):
    client.force_login(getattr(actors, who))
    client.cookies["django_language"] = "en"
    told = {}
    for address in pages(tree, sheet):
        answer = client.get(address, headers={"accept-language": "en"})
        if answer.status_code == 200:
            told[address] = vietnamese(answer.content.decode(), names)
    assert told
    assert {address: texts for address, texts in told.items() if texts} == {}


def test_a_round_is_named_in_the_language_of_the_reader_whoever_opened_it(a_round):
    assert (a_round.name, a_round.title) == ("Kỳ đánh giá năm 2026", "Kỳ đánh giá năm 2026")
    a_round.name = "Grading round of 2026"
    assert a_round.title == "Kỳ đánh giá năm 2026"
    a_round.name = "Đợt thử nghiệm"
    assert a_round.title == "Đợt thử nghiệm"

"""The pictures of the guide to the grading year, taken from the running application over the made-up province.

`COSO_GUIDE=1 ./coso test -k guide` writes docs/huong-dan/*.png anew; without it the same walk only checks that every
picture of the guide can be taken.
"""

import io
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from coso.access.models import Account
from coso.grading.models import Round, Sheet
from coso.register.models import Unit
from coso.register.visibility import reach
from coso.web.testing.browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOLDER = Path(settings.PROJECT) / "docs" / "huong-dan"
GUIDE = FOLDER / "nam-danh-gia.md"
LARGEST = 120_000
DESK, PHONE = {"width": 980, "height": 540}, {"width": 360, "height": 640}


def year():
    return Round.objects.order_by("-year").first().year


def sheet_at(user, step):
    """A sheet that this person sees at a step of the chain, else any that is seen."""
    account = Account.objects.get(username=user)
    seen = Sheet.objects.filter(round__year=year()).visible_to(account, "grading.see").order_by("id")
    assert reach(account, "grading.see").paths
    return (seen.filter(step=step).first() or seen.first()).pk


def unit_of(user):
    """The code of the unit in which this person's post grants sight."""
    paths = reach(Account.objects.get(username=user), "grading.see").paths
    return Unit.objects.get(path=paths[0]).code


# Name of the picture, who looks, at what, on which screen. Further screens of the year get their line here.
PICTURES = {
    "01-viec-can-lam": ("chuyenvien", lambda: reverse("home"), DESK),
    "02-mo-ky": ("chuyenvien", lambda: reverse("round_open"), DESK),
    "03-bang-cua-cdcs": ("cdcs", lambda: reverse("sheet", args=[sheet_at("cdcs", "self")]), DESK),
    "04-cham-tren-dien-thoai": ("cdcs", lambda: reverse("sheet", args=[sheet_at("cdcs", "self")]), PHONE),
    "05-tham-dinh": ("cdxa", lambda: reverse("sheet", args=[sheet_at("cdxa", "appraise")]), DESK),
    "06-danh-sach-bang": ("chuyenvien", lambda: reverse("sheets", args=[year()]), DESK),
    "07-ket-qua": ("lanhdao", lambda: reverse("grading_year", args=[year()]), DESK),
    "08-to-truong": ("totruong", lambda: reverse("members"), PHONE),
    "09-giay-to": ("cdxa", lambda: reverse("papers_of_unit", args=[year(), unit_of("cdxa")]), DESK),
    "10-lay-y-kien": ("cdcs", lambda: reverse("sheet_poll", args=[sheet_at("cdcs", "self")]), DESK),
    "11-doi-chieu": ("chuyenvien", lambda: reverse("compare", args=[year()]), DESK),
}


@pytest.fixture
def province(transactional_db, settings):
    settings.DEMO = True
    call_command("seed_demo", "--preset", "small", stdout=io.StringIO())


def take(chromium, base, who, address, screen, path):
    context = chromium.new_context(viewport=screen, base_url=base)
    page = context.new_page()
    page.set_default_timeout(20_000)
    sign_in(page, who)
    assert page.goto(address).status == 200, address
    page.screenshot(path=path)
    context.close()


def test_every_picture_of_the_guide_is_taken_from_the_running_pages(chromium, live_server, province, tmp_path):
    folder = FOLDER if os.environ.get("COSO_GUIDE") else tmp_path
    for name, (who, address, screen) in PICTURES.items():
        take(chromium, live_server.url, who, address(), screen, folder / f"{name}.png")
        assert (folder / f"{name}.png").stat().st_size <= LARGEST, name


def test_the_guide_shows_each_picture_once_and_no_other():
    assert sorted(re.findall(r"\]\((.+?)\.png\)", GUIDE.read_text())) == sorted(PICTURES)

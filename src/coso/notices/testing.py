"""A notice of the ward to everybody below it, and a rumour at the garment factory."""

import datetime as dt

import pytest

from coso.lib import clock
from coso.notices.models import Addressee, Notice
from coso.notices.services.facts import Facts, hear
from coso.notices.services.sending import send
from coso.notices.whom import Whom

SOON = dt.timedelta(days=7)
FACTS = Facts("Công ty cắt thưởng Tết", "Thưởng Tết giữ như năm trước.", "Bộ luật Lao động 2019, Điều 104")


def sent(unit, by=None, branch=None, title="Lịch nghỉ Tết", last=None, file=None, **whom):
    """A notice from a unit to a branch, its own if none is named."""
    told = {"title": title, "text": "Nghỉ từ 28 tháng Chạp.", "last": last or clock.today() + SOON}
    return send(unit=unit, whom=Whom(branch or unit, **whom), file=file, by=by, **told)


def row_of(notice, unit):
    """The addressee of a notice as it stands."""
    return Addressee.objects.select_related("notice", "unit").get(notice=notice, unit=unit)


def fresh(notice):
    return Notice.objects.get(pk=notice.pk)


def heard(unit, by=None, text="Nghe nói công ty cắt thưởng Tết"):
    return hear(unit=unit, text=text, place="Nhà ăn", day=clock.today(), by=by)


@pytest.fixture
def notice(tree, actors):
    return sent(tree.ward, actors.hanh)


@pytest.fixture
def rumour(tree, actors):
    return heard(tree.line5, actors.to)

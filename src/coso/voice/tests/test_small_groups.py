"""What is counted of concerns tells no group of three apart: board, synthesis, its paper, indicators."""

import pytest

from coso.access.models import Account
from coso.indicators.registry import Scope, indicators
from coso.lib import clock
from coso.lib.dates import Period
from coso.papers.paper import to_json
from coso.register.models import Membership, Unit
from coso.register.names import unit_names
from coso.voice.care import FEW, board
from coso.voice.models import Concern
from coso.voice.synthesis_figures import figures_of
from coso.voice.synthesis_models import Synthesis
from coso.voice.synthesis_paper import synthesis_paper
from coso.voice.testing import night, say


@pytest.fixture
def small(poster, tree):
    """A group of fewer than five people, of which two things were said."""
    for text in ("Cơm ca có mùi", "Lương tháng này thiếu"):
        row, _ = say(poster, text=text)
        row.unit = tree.line5
        row.save()
    night()
    assert Membership.objects.on(clock.today()).filter(unit=tree.line5).count() < FEW
    return tree.line5


def named(unit: Unit) -> str:
    return unit_names([unit.pk], clock.today())[unit.pk]


def test_no_figure_names_it(small, tree, actors):
    today = clock.today()
    reader = Account.objects.get(pk=actors.hanh.pk)
    assert small.pk not in {spot.unit.pk for spot in board(reader, today)}
    scope = Scope(tree.province.path, Period.closed(today.replace(day=1), today))
    voiced = [each for each in indicators().values() if each.key.startswith(("voice.", "groups."))]
    assert small.pk not in {figure.base for each in voiced for figure in each.figures(scope)}
    assert Concern.objects.filter(unit=small).count() == 2


@pytest.mark.parametrize("members", [FEW - 1, FEW + 5])
def test_a_synthesis_merges_it_and_says_so(small, tree, members, monkeypatch):
    monkeypatch.setattr(
        "coso.voice.synthesis_figures.members_below", lambda unit, _day: 3 if unit.pk == small.pk else members
    )
    month = Synthesis(unit=tree.garment, month=clock.today().replace(day=1))
    found, paper = figures_of(month), str(to_json(synthesis_paper(month)))
    assert named(small) not in paper
    assert "dưới 5 người" in paper
    assert (found.hidden, found.merged) == ((True, False) if members < FEW else (False, True))

"""Every minute: a round's figures follow the records once a day, and are frozen after its closing day."""

from django.utils.translation import gettext_lazy as _

from coso.access.journal import act, held_where
from coso.access.models import Action
from coso.grading.consequences import STEPS, astray, readdress
from coso.grading.models import Round, Sheet
from coso.grading.services.rounds import close_figures, refresh_figures
from coso.lib import clock


def keep_figures() -> None:
    """Freezes what is due, refreshes what was not refreshed today."""
    today = clock.today()
    for round_ in Round.objects.filter(figures_closed=None).select_related("rubric", "unit"):
        if round_.closing < today:
            close_figures(round_=round_, by=None)
        elif round_.opened < today and not _refreshed(round_):
            refresh_figures(round_=round_, by=None)


def _refreshed(round_: Round) -> bool:
    since = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return Action.objects.filter(subject=round_.id, verb="round.refresh", at__gte=since).exists()


def keep_addresses() -> None:
    """Duties of managing unions follow an authorisation that ended by its own date: nobody wrote anything that day."""
    sheets = dict(Sheet.objects.filter(step__in=STEPS).values_list("id", "unit_id"))
    if sheets and astray(sheets):
        with act(by=None, verb="duty.follow", reason="") as a:
            rows = held_where(Sheet.objects.filter(step__in=STEPS).only("id", "unit"))
            readdress(a, {sheet.id: sheet.unit_id for sheet in rows})


TICKS = [keep_figures, keep_addresses]
WORDS = {
    "grading.keep_figures": _("Bring the figures of rounds up to date"),
    "grading.keep_addresses": _("Hand duties over when an authorisation ends"),
}

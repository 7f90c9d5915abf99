"""Every minute: a round's figures follow the records once a day, and are frozen after its closing day."""

from django.utils import timezone

from coso.access.models import Action
from coso.evaluation.models import Round
from coso.evaluation.services.rounds import close_figures, refresh_figures


def keep_figures() -> None:
    """Freezes what is due, refreshes what was not refreshed today."""
    today = timezone.localdate()
    for round_ in Round.objects.filter(figures_closed=None).select_related("rubric", "unit"):
        if round_.closing < today:
            close_figures(round_=round_, by=None)
        elif round_.opened < today and not _refreshed(round_):
            refresh_figures(round_=round_, by=None)


def _refreshed(round_: Round) -> bool:
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Action.objects.filter(subject=round_.id, verb="round.refresh", at__gte=since).exists()


TICKS = [keep_figures]

"""The health of an installation: what the rooms look at, and a seal from paper."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Min

from coso.access.checks import checks, say_seal
from coso.access.journal.seal import missing_on_paper
from coso.register.homes import rehome
from coso.register.member_counts import recount_all
from coso.register.models import Person, Unit, UnitVersion
from coso.register.services.units import derive


def findings(printed: tuple[int, str] | None = None) -> Iterator[str]:
    """Everything that is wrong and what to do, in words; nothing if the installation is well.

    `printed` is the number and root of a seal from paper.
    """
    for check in checks().values():
        yield from check.find()
    for finding in missing_on_paper(printed):
        yield say_seal(finding)


def mend() -> None:
    """Derives places, sight, homes and counts of the whole register anew from its facts. Raises RefusedError."""
    with transaction.atomic():
        first = UnitVersion.objects.aggregate(day=Min("start"))["day"]
        if first:
            derive(set(Unit.objects.values_list("id", flat=True)), first)
        rehome(Person.objects.values_list("id", flat=True))
        recount_all()

"""What the doctor looks at in the duties."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _

from coso.access.checks import Check
from coso.duties.models import Duty
from coso.duties.registry import duty_kinds
from coso.duties.services import differences
from coso.register.models import Unit


def _differences() -> Iterator[str]:
    missing = _("A duty is missing: {kind}, owed by {unit}, about {subject}. Report it with this line.")
    surplus = _("A duty is open that should not be: {kind}, owed by {unit}, about {subject}. Report it with this line.")
    found = list(differences())
    codes = dict(Unit.objects.filter(pk__in={key[2] for _what, key in found}).values_list("id", "code"))
    for what, (kind, subject, unit) in found:
        text = missing if what == "missing" else surplus
        yield text.format(kind=duty_kinds()[kind], subject=subject, unit=codes.get(unit, unit))


def _twice() -> Iterator[str]:
    """One duty of a kind about a subject is open for a unit at a time."""
    open_ = Duty.objects.still_open().values("kind", "subject", "unit_id").order_by().annotate(n=Count("id"))
    rows = list(open_.filter(n__gt=1))
    codes = dict(Unit.objects.filter(pk__in={row["unit_id"] for row in rows}).values_list("id", "code"))
    text = _("A duty is open {n} times: {kind}, owed by {unit}, about {subject}. Report it with this line.")
    for row in rows:
        kind = duty_kinds().get(row["kind"], row["kind"])
        yield text.format(n=row["n"], kind=kind, unit=codes.get(row["unit_id"], ""), subject=row["subject"])


CHECKS = [Check("duties", _differences), Check("duties_once", _twice)]

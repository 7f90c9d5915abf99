"""What the doctor looks at in the duties."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from coso.access.checks import Check
from coso.duties.models import Duty, Extension
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


def _of_no_kind() -> Iterator[str]:
    """Open duties and later days of a kind that no room declares: nobody is shown them."""
    text = _("A duty is of no kind that is known here: {kind}, about {subject}. Report it with this line.")
    known = list(duty_kinds())
    rows = [*Duty.objects.still_open().exclude(kind__in=known), *Extension.objects.exclude(kind__in=known)]
    for row in rows:
        yield text.format(kind=row.kind, subject=row.subject)


CHECKS = [Check("duties", _differences), Check("duties_of_no_kind", _of_no_kind)]

"""What the doctor looks at in the requests: the database does not know what they are about."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.checks import Check
from coso.requests.models import Request
from coso.requests.registry import request_kinds


def _about_nothing() -> Iterator[str]:
    """Requests of no kind, and those whose row is gone."""
    text = _("A request of unit {unit} is about nothing that is here ({kind}, {subject}). Report it with this line.")
    kinds = request_kinds()
    found = list(Request.objects.exclude(kind__in=list(kinds)).select_related("unit"))
    for key, kind in kinds.items():
        rows: QuerySet = QuerySet(kind.model)
        found += Request.objects.filter(kind=key).exclude(subject__in=rows.values("pk")).select_related("unit")
    for row in found:
        yield text.format(unit=row.unit.code, kind=row.kind, subject=row.subject)


CHECKS = [Check("requests", _about_nothing)]

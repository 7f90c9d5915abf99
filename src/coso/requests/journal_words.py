"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coso.access.journal.touching import at
from coso.requests.registry import request_kinds

TABLES = {
    "requests.request": _("Request"),
}
FIELDS = {
    "owes_id": _("Who owes the answer"),
    "withdrawn": _("Withdrawn on"),
}


def _outcomes() -> dict[str, Any]:
    return {key: each.text for kind in request_kinds().values() for key, each in kind.outcomes.items()}


def _kinds() -> dict[str, Any]:
    return {key: kind.title for key, kind in request_kinds().items()}


TERMS = {"requests.request.outcome": _outcomes, "requests.request.kind": _kinds}
ABOUT = {"requests.request": at("unit", "owes")}
UNITS = ("owes_id",)

"""Words for fields that several rooms have. A field without a word is not shown: keys, look-ups, sums."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "code": _("Code"),
    "name": _("Name"),
    "unit_id": _("Unit"),
    "kind": _("Kind"),
    "sector": _("Sector"),
    "state": _("State"),
    "start": _("From"),
    "end": _("Until"),
    "opened": _("Beginning"),
    "closed": _("Ending"),
    "document": _("Document"),
    "on": _("Day"),
    "day": _("Day"),
    "number": _("Number"),
    "numerator": _("Counted"),
    "denominator": _("Out of"),
    "due": _("Due"),
    "year": _("Year"),
    "decided_on": _("Decided on"),
    "level": _("Level"),
    "reason": _("Reason"),
    "asked": _("Supplement asked"),
    "answered": _("Answered"),
    "answer": _("Answer"),
    "why": _("Reason"),
    "outcome": _("Outcome"),
    "held": _("Held on"),
    "last": _("Last day"),
}
ENDS = ("end",)
TEXTS = ("code", "name", "document", "number")

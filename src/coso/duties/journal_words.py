"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

from coso.duties.registry import about_units, duty_kinds

TABLES = {
    "duties.duty": _("Duty"),
    "duties.extension": _("Extension of time"),
}
FIELDS = {
    "extended_why": _("Reason of the extension"),
    "done": _("Done"),
    "dropped_why": _("Dropped because"),
}
ABOUT = {"duties.extension": about_units}
TERMS = {"duties.duty.kind": duty_kinds, "duties.extension.kind": duty_kinds}

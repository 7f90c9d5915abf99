"""Words for the journal: tables of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

from coso.access.journal.touching import at
from coso.rubrics.terms import GRADES

TABLES = {
    "results.reported": _("Level reported on paper"),
}
ABOUT = {"results.reported": at("unit")}
TERMS = {"results.reported.level": lambda: GRADES}

"""What is done with rubrics, and the right that each deed needs at its place."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed
from coso.register.rights import own

RUBRICS = "rubrics.edit"

DEEDS = [
    Deed("rubric.take_in", _("Took in a rubric"), RUBRICS, own),
    Deed("rubric.change", _("Changed a rubric"), RUBRICS, own),
    Deed("rubric.copy", _("Copied a rubric"), RUBRICS, own),
    Deed("rubric.read", _("Read a table of criteria"), RUBRICS, own),
    Deed("rubric.correct_reading", _("Corrected what was read"), RUBRICS, own),
    Deed("rubric.from_reading", _("Made a rubric of what was read"), RUBRICS, own),
]

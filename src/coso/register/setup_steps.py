"""The province, units and officers among the first steps of an installation."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from coso.access.pages import SetupStep
from coso.register.models import Appointment, UnitVersion
from coso.register.services.setup import first_posts


def _province() -> Exists:
    return Exists(Appointment.objects.filter(seat__post__in=first_posts()))


def _units() -> Exists:
    return Exists(UnitVersion.objects.exclude(parent=None))


def _officers() -> Exists:
    return Exists(Appointment.objects.exclude(seat__post__in=first_posts()))


STEPS = [
    SetupStep(
        "province",
        10,
        _("The province and its first officer"),
        _("The administrator of the machine names the province and hands its first officer a slip with a code."),
        _("Begin the province"),
        "beginning_province",
        _province,
    ),
    SetupStep(
        "units",
        20,
        _("Units"),
        _("The province's own Excel file of unions becomes the tree."),
        _("Import units"),
        "units_import",
        _units,
    ),
    SetupStep(
        "officers",
        30,
        _("Officers with printed codes"),
        _("Officers and chairs from an Excel file; each gets a slip with a code for the first sign-in."),
        _("Import officers"),
        "officers_import",
        _officers,
    ),
]

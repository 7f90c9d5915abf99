"""Members among the first steps of an installation."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from coso.access.pages import SetupStep
from coso.register.models import Membership


def _done() -> Exists:
    return Exists(Membership.objects.all())


STEPS = [
    SetupStep(
        "members",
        40,
        _("Members"),
        _("Lists of members as they are. Unions can do this for themselves once their chair has signed in."),
        _("Import members"),
        "members_import",
        _done,
    ),
]

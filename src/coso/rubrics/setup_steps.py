"""A rubric among the first steps of an installation."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from coso.access.pages import SetupStep
from coso.rubrics.models import Rubric


def _done() -> Exists:
    return Exists(Rubric.objects.all())


STEPS = [
    SetupStep(
        "rubric",
        50,
        _("Rubric"),
        _("What the unions are graded by: your own, or the model that comes along."),
        _("To the rubrics"),
        "rubrics",
        _done,
    ),
]

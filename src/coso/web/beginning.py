"""The five first steps of an installation: which are done, and the way to the next one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Value
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coso.access.models import Account
from coso.evaluation.models import Rubric
from coso.register.models import Appointment, Membership, UnitVersion
from coso.register.services.beginning import first_posts, waiting_officer
from coso.register.sight import reach


@dataclass(frozen=True)
class Kind:
    """One of the five steps: its words, and the address where it is done (the first that is there)."""

    key: str
    title: str | Promise
    text: str | Promise
    verb: str | Promise
    addresses: tuple[str, ...]


KINDS = (
    Kind(
        "province",
        _("The province and its first officer"),
        _("The administrator of the machine names the province and hands its first officer a slip with a code."),
        _("Begin the province"),
        ("beginning_province",),
    ),
    Kind(
        "units",
        _("Units"),
        _("The province's own Excel file of unions becomes the tree."),
        _("Import units"),
        ("units_import",),
    ),
    Kind(
        "officers",
        _("Officers with printed codes"),
        _("Officers and chairs from an Excel file; each gets a slip with a code for the first sign-in."),
        _("Import officers"),
        ("officers_import",),
    ),
    Kind(
        "members",
        _("Members"),
        _("Lists of members as they are. Unions can do this for themselves once their chair has signed in."),
        _("Import members"),
        ("members_import",),
    ),
    Kind(
        "rubric",
        _("Rubric"),
        _("What the unions are graded by: your own, or the model that comes along."),
        _("To the rubrics"),
        ("rubrics", "grading"),
    ),
)


@dataclass(frozen=True)
class Step:
    """A step as its reader meets it: whether it is done, and where to do it if it is the reader's to do now."""

    kind: Kind
    done: bool
    url: str
    next: bool


def first_steps(user: Account) -> list[Step]:
    """The five steps for whoever has to do with them: the administrator of the machine, and officers of the province.

    Empty for everybody else, and once all are done. One query.
    """
    officer = reach(user, "units.import").everything
    if not officer and not user.runs_machine:
        return []
    done = _done(user, officer)
    if all(done.values()):
        return []
    mine = [kind for kind in KINDS if (kind.key != "province" if officer else kind.key == "province")]
    first = next((kind for kind in mine if not done[kind.key]), None)
    waits = not officer and done["province"] and waiting_officer() is not None
    open_now = [kind for kind in mine if not done[kind.key] or waits]
    return [Step(kind, done[kind.key], _url(kind) if kind in open_now else "", kind is first) for kind in KINDS]


def _done(user: Account, officer: bool) -> dict[str, bool]:
    held = Appointment.objects.all()
    facts: dict[str, Any] = {
        # Whoever is an officer of the province proves it; posts have no index of their own.
        "province": Value(True) if officer else Exists(held.filter(seat__post__in=first_posts())),
        "units": Exists(UnitVersion.objects.exclude(parent=None)),
        "officers": Exists(held.exclude(seat__post__in=first_posts())),
        "members": Exists(Membership.objects.all()),
        "rubric": Exists(Rubric.objects.all()),
    }
    return dict(zip(facts, Account.objects.filter(pk=user.pk).values_list(*facts.values()).get(), strict=True))


def _url(kind: Kind) -> str:
    for name in kind.addresses:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""

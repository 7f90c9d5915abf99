"""The first steps of an installation: which are done, and the way to the next one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value
from django.urls import reverse

from coso.access.models import Account
from coso.access.pages import SetupStep, setup_steps
from coso.access.prepared import prepared
from coso.register.services.setup import waiting_officer
from coso.register.visibility import reach


@dataclass(frozen=True)
class Step:
    """A step as its reader meets it: whether it is done, and where to do it if it is the reader's to do now."""

    kind: SetupStep
    done: bool
    url: str
    next: bool


def first_steps(user: Account) -> list[Step]:
    """The first steps for whoever has to do with them: the administrator of the machine, and officers of the province.

    Empty for everybody else, and once all are done. One query.
    """
    officer = reach(user, "units.import").everything
    if not officer and not user.runs_machine:
        return []
    done = _done(user, officer)
    if all(done.values()):
        return []
    mine = [kind for kind in setup_steps() if (kind.key != "province" if officer else kind.key == "province")]
    first = next((kind for kind in mine if not done[kind.key]), None)
    waits = not officer and done["province"] and waiting_officer() is not None
    open_now = [kind for kind in mine if not done[kind.key] or waits]
    urls = {kind: reverse(kind.address) for kind in open_now}
    return [Step(kind, done[kind.key], urls.get(kind, ""), kind is first) for kind in setup_steps()]


def _done(user: Account, officer: bool) -> dict[str, bool]:
    (told,) = _facts(user.pk, officer)
    return dict(zip((step.key for step in setup_steps()), told, strict=True))


@prepared
def _facts(user: UUID, officer: bool) -> QuerySet[Account, tuple[bool, ...]]:
    facts: dict[str, Any] = {step.key: step.done() for step in setup_steps()}
    if officer:  # an officer of the province proves it: posts have no index of their own
        facts["province"] = Value(True)
    return Account.objects.filter(pk=user).values_list(*facts.values())

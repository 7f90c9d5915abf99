"""How claims about services are put: who may do a deed, which fields a refusal names."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from coso.access.models import Account, Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.register.testing.tree import Actors

PROVINCE = {"lanh", "chuyen"}
OFFICERS = PROVINCE | {"hanh"}
COMMITTEE = OFFICERS | {"nhung", "pho", "uy"}


class _EnoughError(Exception):
    pass


def who_may(actors: Actors, deed: Callable[[Account], Any]) -> set[str]:
    """The names of the actors whom a deed does not forbid; each deed is taken back before the next."""
    allowed = set()
    for name, account in actors.everybody().items():
        before = Action.objects.count()
        try:
            with transaction.atomic():
                deed(account)
                raise _EnoughError
        except ForbiddenError:
            assert Action.objects.count() == before, name
        except _EnoughError:
            allowed.add(name)
    return allowed


def fields(deed: Callable[[], Any]) -> list[str]:
    """The fields of the reasons with which a deed is refused; nothing may be left of it in the journal."""
    before = Action.objects.count()
    with pytest.raises(RefusedError) as told:
        deed()
    assert not isinstance(told.value, ForbiddenError)
    assert Action.objects.count() == before
    return [reason.field for reason in told.value.reasons]


def last(verb: str) -> Action:
    """The latest action of a verb."""
    return Action.objects.filter(verb=verb).order_by("-at", "-id")[0]

"""Checking the installation in the background: what `doctor` says, for the administrator in the browser."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from coso.access.jobs import Running, queue
from coso.access.models import Account, Job
from coso.web.doctor import findings

HEALTH = "web.health"
KEPT = 200


def start_check(by: Account) -> Job:
    """Has the installation checked; one that waits or runs is that one."""
    waiting = Job.objects.filter(kind=HEALTH, state__in=(Job.WAITING, Job.RUNNING)).first()
    return waiting or queue(HEALTH, {"language": translation.get_language()}, by)


def last_check() -> Job | None:
    """The newest check, whoever asked for it."""
    return Job.objects.filter(kind=HEALTH).order_by("-made", "-id").first()


def check(running: Running) -> Mapping[str, Any]:
    """What is wrong, in the words of who asked."""
    with translation.override(running.asked["language"]):
        found = list(findings())
    return {"findings": found[:KEPT], "count": len(found)}


JOBS = {HEALTH: check}
WORDS = {
    "web.health": _("Check the installation"),
}

"""What the rooms do every minute (`ticks.TICKS`). One that fails is logged and kept, and the next ones go on."""

import logging
from collections.abc import Callable, Iterator

from coso.access.faults import name_fault, renew_connection
from coso.access.models import TickFailure
from coso.access.permissions import declared
from coso.lib import clock

Tick = Callable[[], object]
log = logging.getLogger(__name__)


def ticks() -> Iterator[tuple[str, Tick]]:
    """The ticks of all rooms, each with its name: room and function."""
    for room, module in declared("ticks"):
        for work in module.TICKS:
            yield f"{room}.{work.__name__}", work


def run_ticks() -> None:
    """Runs every tick once; none of them, nor telling its failure, ends the others or the caller."""
    for name, work in ticks():
        run_tick(name, work)


def run_tick(name: str, work: Tick) -> None:
    """Runs a tick and keeps how it went. Never raises."""
    fault = _fault_of(name, work)
    try:
        if fault:
            renew_connection()
            _keep(name, fault)
        else:
            _end_failure(name)
    except Exception:
        log.warning("how tick %s went could not be kept", name, exc_info=True)
        renew_connection()


def _fault_of(name: str, work: Tick) -> str:
    try:
        work()
    except Exception as wrong:
        log.exception("tick %s", name)
        return name_fault(wrong)
    return ""


def _keep(name: str, fault: str) -> None:
    now = clock.now()
    before = TickFailure.objects.filter(pk=name, ended=None).first()
    since, times = (before.since, before.times + 1) if before else (now, 1)
    values = {"since": since, "at": now, "times": times, "fault": fault, "ended": None}
    TickFailure.objects.update_or_create(pk=name, defaults=values)


def _end_failure(name: str) -> None:
    """Reads first: a tick that goes well every minute writes nothing."""
    open_ = TickFailure.objects.filter(pk=name, ended=None)
    if open_.exists():
        open_.update(ended=clock.now())

"""A value that the page asks about before it is written: both answers are buttons (R28, two people on one sheet)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coso.access.models import Account, Action
from coso.grading.models import SheetLine
from coso.grading.services.scoring import AnotherValueError, LooksLikeShareError
from coso.lib import clock
from coso.lib.points import show_points

SENT = ("points", "level", "reason", "seen", "sure", "keep", "note")


@dataclass(frozen=True)
class Choice:
    """An answer: what its button says and what it sends."""

    text: str
    sends: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """A question in words with its answers."""

    text: str
    choices: tuple[Choice, ...]


def _sends(sent: Mapping[str, str], **changes: str) -> tuple[tuple[str, str], ...]:
    kept = {name: sent[name] for name in SENT if name in sent}
    return tuple({**kept, **changes}.items())


def about_share(wrong: LooksLikeShareError, sent: Mapping[str, str]) -> Question:
    """Whether a share was meant, or the points as typed where they can stand."""
    worth = show_points(wrong.worth)
    choices = [Choice(_("Enter {points} points").format(points=worth), _sends(sent, points=worth, sure="1"))]
    if wrong.literal is not None:
        meant = show_points(wrong.literal)
        choices.append(Choice(_("{points} points is right").format(points=meant), _sends(sent, points=meant, sure="1")))
    return Question(str(wrong), tuple(choices))


def about_other(wrong: AnotherValueError, line: SheetLine, sent: Mapping[str, str]) -> Question:
    """Which of two values stands: the one somebody wrote meanwhile, or the writer's own."""
    now = _points(wrong.now)
    theirs = _sends({}, points=now, seen=now, sure="1", **_reason(line, sent))
    mine = _sends(sent, seen=now, sure="1")
    choices = (
        Choice(_("Leave {points} as it is").format(points=now or "–"), theirs),
        Choice(_("Enter mine: {points}").format(points=_mine(sent)), mine),
    )
    return Question(f"{wrong} {_who_wrote(line)}".strip(), choices)


def _points(value: int | None) -> str:
    return "" if value is None else show_points(value)


def _reason(line: SheetLine, sent: Mapping[str, str]) -> dict[str, str]:
    return {"reason": line.reason} if "reason" in sent else {}


def _mine(sent: Mapping[str, str]) -> str:
    return sent.get("points") or sent.get("level") or "–"


def _who_wrote(line: SheetLine) -> str:
    action = Action.objects.filter(pk=line.act).first() if line.act else None
    if action is None or action.actor is None:
        return ""
    name = Account.objects.filter(pk=action.actor).values_list("name", flat=True).first()
    return f"({name}, {clock.local(action.until):%d/%m/%Y})"

"""What linked people write by a channel becomes a concern under their name; the answer goes back the way it came."""

import hashlib
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from coso.access.refusals import RefusedError
from coso.channels.models import ChannelLink, as_key
from coso.channels.registry import Receiver
from coso.channels.services import Message as Outgoing
from coso.channels.services import queue
from coso.lib import clock
from coso.register.models import Membership, Unit
from coso.triage.judging import suggest_learnt
from coso.voice.models import ANSWERED, TOLD, Concern
from coso.voice.readers import desks_for, living
from coso.voice.services.intake import Said, Source, hold, take_in

LONGEST_KEY, THANKS = 32, "thanks_other"  # who only says thanks asks for nothing


def take(link: ChannelLink, text: str, number: str) -> str:
    """Takes a concern in; the nearest desk reads it. What comes twice is one. Returns the reply."""
    unit = _unit_of(link.account_id)
    if unit is None:
        return _("You are in no union here. Please speak by the QR poster at work.")
    if suggest_learnt(text).topics == (THANKS,):
        return ""
    desks = desks_for(unit)
    once = hashlib.sha256(f"{link.channel}\x00{number}".encode()).hexdigest()[:LONGEST_KEY]
    said = Said(once=once, text=text, reader=desks[0].unit.code)
    try:
        take_in(source=Source(unit, link.channel, author=link.account_id), said=said)
    except RefusedError as wrong:
        return str(wrong)
    return _("Received; {desk} reads it. This is not anonymous: the desk knows who wrote.").format(desk=desks[0].name)


def _unit_of(account: uuid.UUID) -> Unit | None:
    """The union or group where somebody is a member today."""
    held = Membership.objects.on(clock.today()).filter(person__user=account).select_related("unit").first()
    return living(held.unit) if held else None


def send_back(concern: Concern, n: int, text: str) -> None:
    """An answer goes back the way the concern came, if its author is still linked; within the action that answers."""
    found = ChannelLink.objects.filter(account=concern.author, channel=concern.channel, ended=None)
    queue(Outgoing(link, answer_key(concern.key, n), _("An answer of the union"), text) for link in found)


def answer_key(key: int, n: int) -> str:
    """The key of an answer in the outbox: `a`, the concern, which message it is."""
    return f"a-{key}-{n}-{as_key(key, n)[:8]}"


def delivered(key: str) -> None:
    """What went out is told back."""
    kind, _dash, rest = key.partition("-")
    number = rest.partition("-")[0]
    if kind != "a" or not number.isdigit():
        return
    with transaction.atomic():
        now = hold(int(number))
        if now.state == ANSWERED:
            now.state, now.told, now.due, now.due_at = TOLD, clock.today(), None, None
            now.turn += 1
            now.save()


RECEIVERS = [Receiver("voice", take, delivered)]

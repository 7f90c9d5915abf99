"""The outbox, the inbox, and how an account is linked to a channel."""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from coso.access.journal import act, held_where
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.channels.base import Event, NotNowError, PermanentError, TemporaryError
from coso.channels.models import (
    EMAIL,
    FAILED,
    SENT,
    WAITING,
    ChannelLink,
    Heard,
    Incoming,
    LinkCode,
    Outgoing,
    as_key,
)
from coso.channels.registry import TRANSPORTS, receivers
from coso.law import parameter
from coso.lib import clock
from coso.lib.codes import bare, chance_code
from coso.lib.keys import new_key

log = logging.getLogger(__name__)
CODE, GOOD_FOR = 8, dt.timedelta(minutes=30)
LONGEST_WAIT, PAUSE = dt.timedelta(hours=6), dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Message:
    """A message to a linked account; `key` makes it one."""

    link: ChannelLink
    key: str
    subject: str
    text: str


# ── out ──


def queue(messages: Iterable[Message]) -> int:
    """Puts messages into the outbox in one statement; what is there already stays one. Returns how many were given."""
    rows = [
        Outgoing(
            key=each.key,
            link=each.link,
            subject=" ".join(each.subject.split())[:200],
            cipher=settings.KEYS.encrypt(each.text),
        )
        for each in messages
    ]
    Outgoing.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return len(rows)


def deliver_some(most: int = 50) -> int:
    """Sends what waits and is due, one after the other; returns how many went out."""
    keys = list(Outgoing.objects.filter(state=WAITING, next_at__lte=clock.now()).order_by("next_at")[:most])
    return sum(_deliver(row) for row in keys)


def _deliver(row: Outgoing) -> bool:
    """Sends one: claimed first, so that two workers send it once; what a dead worker claimed is tried again later."""
    claimed = Outgoing.objects.filter(pk=row.pk, state=WAITING, tries=row.tries, next_at__lte=clock.now())
    if not claimed.update(tries=row.tries + 1, next_at=clock.now() + _wait(row.tries + 1)):
        return False
    link = ChannelLink.objects.get(pk=row.link_id)
    try:
        _require_open(link)
        TRANSPORTS[link.channel].send(_address(link), row.subject, settings.KEYS.decrypt(bytes(row.cipher)), row.key)
    except NotNowError as wrong:
        later = {"tries": row.tries, "next_at": clock.now() + LONGEST_WAIT, "why": str(wrong)[:200]}
        Outgoing.objects.filter(pk=row.pk).update(**later)
        return False
    except PermanentError as wrong:
        Outgoing.objects.filter(pk=row.pk).update(state=FAILED, why=str(wrong)[:200])
        return False
    except Exception as wrong:
        given_up = row.tries + 1 >= int(parameter("channels.tries").at(clock.today()).number)
        why = str(wrong) if isinstance(wrong, TemporaryError) else type(wrong).__name__
        log.warning("message %s was not sent: %s", row.pk, why)
        Outgoing.objects.filter(pk=row.pk).update(state=FAILED if given_up else WAITING, why=why[:200])
        return False
    with transaction.atomic():
        Outgoing.objects.filter(pk=row.pk).update(state=SENT, sent_at=clock.now(), why="")
        Heard.objects.filter(link=link).update(sent=F("sent") + 1)
        for each in receivers().values():
            each.delivered(row.key)
    return True


def _wait(tries: int) -> dt.timedelta:
    return min(dt.timedelta(minutes=2**tries), LONGEST_WAIT)


def _require_open(link: ChannelLink) -> None:
    """Raises NotNowError where it is not registered or the window is closed, PermanentError where it is unlinked."""
    transport = TRANSPORTS[link.channel]
    if link.ended:
        raise PermanentError("unlinked")
    if not transport.ready():
        raise NotNowError("not registered")
    if not transport.windowed:
        return
    heard, today = Heard.objects.filter(link=link).first(), clock.today()
    hours = int(parameter(f"channels.{link.channel}_hours").at(today).number)
    free = int(parameter(f"channels.{link.channel}_free").at(today).number)
    if heard is None or heard.at < clock.now() - dt.timedelta(hours=hours) or heard.sent >= free:
        raise NotNowError("window closed")


def send_again(*, key: str, by: Account) -> None:
    """Puts what failed back into the outbox. Raises RefusedError."""
    with act(by=by, verb="channel.again"):
        if not Outgoing.objects.filter(key=key, state=FAILED).update(state=WAITING, tries=0, next_at=clock.now()):
            raise RefusedError(_("This waits or went out already."))


# ── links ──


def _address(link: ChannelLink) -> str:
    text: str = settings.KEYS.decrypt(bytes(link.cipher))
    return text


def look_of(channel: str, text: str) -> bytes:
    """How an address or a number of a service is found again without being readable."""
    found: bytes = settings.KEYS.look_up(f"{channel}\x00{text}")
    return found


def begin_link(*, account: Account, channel: str, address: str = "") -> str:
    """A code that links a channel within half an hour. To an e-mail address it is sent. Raises RefusedError."""
    if channel not in TRANSPORTS or not TRANSPORTS[channel].ready():
        raise RefusedError(Reason(_("This channel is not registered here yet."), "channel"))
    if channel == EMAIL and not _is_address(address):
        raise RefusedError(Reason(_("Write your e-mail address."), "address"))
    if channel == EMAIL and LinkCode.objects.filter(account=account, until__gt=clock.now() + GOOD_FOR - PAUSE).exists():
        raise RefusedError(
            Reason(_("A code was sent just now. Look into your mail, or ask again in a minute."), "address")
        )
    code = chance_code(CODE)
    facts = {"look": look_of(channel, code), "until": clock.now() + GOOD_FOR}
    facts["cipher"] = settings.KEYS.encrypt(address) if address else None
    LinkCode.objects.update_or_create(account=account, channel=channel, defaults=facts)
    if channel == EMAIL:
        try:
            text = _("Your code: {code}. It is good for half an hour.").format(code=code)
            TRANSPORTS[EMAIL].send(address, _("Code for linking"), text, as_key("link", code))
        except (TemporaryError, NotNowError, PermanentError) as wrong:
            raise RefusedError(Reason(_("The e-mail could not be sent: {why}").format(why=wrong), "address")) from wrong
    return code


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def finish_link(*, channel: str, typed: str, address: str = "", account: Account | None = None) -> ChannelLink | None:
    """Links whoever sent a code, with the day of the consent; None where no such code waits."""
    waiting = LinkCode.objects.filter(channel=channel, look=look_of(channel, bare(typed)), until__gt=clock.now())
    found = (waiting.filter(account=account) if account else waiting).select_related("account").first()
    if found is None:
        return None
    proved = settings.KEYS.decrypt(bytes(found.cipher)) if found.cipher else address
    key = new_key()
    with act(by=found.account, verb="channel.link") as a:
        found.delete()
        gone = ChannelLink.objects.filter(ended=None, channel=channel)
        old = held_where(gone.filter(account=found.account) | gone.filter(look=look_of(channel, proved)))
        a.write(ChannelLink, {row.id: {"ended": clock.today()} for row in old})
        facts = {"account_id": found.account_id, "channel": channel, "consent": clock.today()}
        a.write(
            ChannelLink,
            {key: {**facts, "cipher": settings.KEYS.encrypt(proved), "look": look_of(channel, proved)}},
        )
    return ChannelLink.objects.get(pk=key)


def unlink(*, account: Account, channel: str) -> None:
    """Nothing goes out by a channel any more. Raises RefusedError."""
    with act(by=account, verb="channel.unlink") as a:
        rows = held_where(ChannelLink.objects.filter(account=account, channel=channel, ended=None))
        if not rows:
            raise RefusedError(_("This channel is not linked."))
        a.write(ChannelLink, {row.id: {"ended": clock.today()} for row in rows})


# ── in ──


def take(channel: str, event: Event) -> None:
    """Deals with a delivery once. What somebody writes who is not linked is kept nowhere."""
    with transaction.atomic():
        if not _is_new(channel, event.number):
            return
        reply, link = _answered(channel, event)
        if link and reply:
            queue([Message(link, as_key("reply", channel, event.number), _("The union"), reply)])
    if not link:
        _reply_unlinked(channel, event.sender)


def _is_new(channel: str, number: str) -> bool:
    try:
        with transaction.atomic():
            Incoming.objects.create(channel=channel, look=look_of(channel, number), day=clock.today())
    except IntegrityError:
        return False
    return True


def _answered(channel: str, event: Event) -> tuple[str, ChannelLink | None]:
    if link := finish_link(channel=channel, typed=event.text[:40], address=event.sender):
        _hear(link)
        return _("Linked. Messages here are not anonymous: for that use the QR poster at work."), link
    linked = ChannelLink.objects.filter(channel=channel, look=look_of(channel, event.sender), ended=None)
    found = linked.select_related("account").first()
    if found is None:
        return "", None
    _hear(found)
    return "\n".join(each.take(found, event.text, event.number) for each in receivers().values()), found


def _hear(link: ChannelLink) -> None:
    Heard.objects.update_or_create(link=link, defaults={"at": clock.now(), "sent": 0})
    Outgoing.objects.filter(link=link, state=WAITING).update(next_at=clock.now())


def _reply_unlinked(channel: str, sender: str) -> None:
    """Tells how to be heard; tried once, since nothing of a stranger is kept to try again."""
    text = _(
        "This is not anonymous and nothing you wrote was kept. To speak without a name, scan the union's QR poster at "
        "work. To write here, sign in to Cơ Sở, choose this channel and send the code."
    )
    try:
        TRANSPORTS[channel].send(sender, "", text, "")
    except (TemporaryError, NotNowError, PermanentError):
        return


def forget_incoming() -> None:
    """Numbers of deliveries older than a service repeats them are gone."""
    days = int(parameter("channels.repeat_days").at(clock.today()).number)
    Incoming.objects.filter(day__lt=clock.today() - dt.timedelta(days=days)).delete()

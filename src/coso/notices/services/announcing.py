"""Where a notice leaves the house: whoever is addressed finds it at home; linked channels carry it besides."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coso.access.journal import Act
from coso.channels.models import ChannelLink, as_key
from coso.channels.services import Message, queue
from coso.lib import clock
from coso.notices.models import Addressee
from coso.register.models import Appointment
from coso.register.permissions import COMMITTEE, LEADERS


def announce(a: Act, addressees: QuerySet[Addressee]) -> None:
    """Some addressees of one notice are told of it, in the action that sends it or reminds them.

    Home shows it to them without anything being done here; who linked a channel gets it there, once for each action.
    """
    queue(_messages(a, addressees))


def _messages(a: Act, addressees: QuerySet[Addressee]) -> Iterator[Message]:
    held = Appointment.objects.on(clock.today()).filter(seat__post__in=LEADERS | COMMITTEE)
    held = held.filter(seat__unit__in=addressees.values("unit"), person__user__channels__ended=None)
    told = dict(held.filter(person__user__channels__isnull=False).values_list("person__user", "seat__unit"))
    links = ChannelLink.objects.filter(account__in=list(told), ended=None)
    rows = {row.unit_id: row for row in addressees.filter(unit__in=list(told.values())).select_related("notice")}
    for link in links:
        if row := rows.get(told[link.account_id]):
            address = settings.ORIGIN + reverse("notice_for", args=[row.pk])
            text = _("{title}. Read it and confirm: {address}").format(title=row.notice.title, address=address)
            yield Message(link, as_key("notice", a.id, row.pk, link.pk), row.notice.title, text)

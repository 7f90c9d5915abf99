"""Somebody who linked a channel."""

from django.conf import settings

from coso.access.journal import act
from coso.channels.models import ZALO, ChannelLink, Heard
from coso.channels.services import look_of
from coso.lib import clock
from coso.lib.keys import new_key


def linked(account, channel=ZALO, address="z-1", heard=True):
    key = new_key()
    sealed = {"cipher": settings.KEYS.encrypt(address), "look": look_of(channel, address)}
    with act(by=account, verb="channel.link") as a:
        facts = {"account_id": account.pk, "channel": channel, "consent": clock.today()}
        a.write(ChannelLink, {key: {**facts, **sealed}})
    link = ChannelLink.objects.get(pk=key)
    if heard:
        Heard.objects.create(link=link, at=clock.now())
    return link

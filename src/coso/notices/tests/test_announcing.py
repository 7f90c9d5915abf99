"""A notice goes by linked channels, too, once for each action."""

from coso.channels.models import Outgoing
from coso.channels.testing import linked
from coso.notices.testing import sent


def test_a_notice_goes_to_who_linked_a_channel_and_to_nobody_else(tree, actors):
    linked(actors.to)
    linked(actors.giay, address="z-2")
    notice = sent(tree.ward, actors.hanh)
    assert [row.subject for row in Outgoing.objects.all()] == [notice.title]
    assert Outgoing.objects.get().link.account == actors.to

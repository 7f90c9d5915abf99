"""What is done with notices, rumours and cards. What was sent is not taken back by the journal, but openly."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed
from coso.notices.permissions import CONFIRM, HEAR
from coso.register.rights import own

DEEDS = [
    Deed("notice.attach", _("Attached a file to a notice to come")),
    Deed("notice.send", _("Sent a notice")),
    Deed("notice.confirm", _("Confirmed that a notice was passed on"), CONFIRM, own),
    Deed("notice.remind", _("Reminded who had not confirmed a notice")),
    Deed("notice.take_back", _("Took a notice back")),
    Deed("notice.close", _("Closed notices long past their day")),
    Deed("rumour.hear", _("Noted a rumour"), HEAR, own),
    Deed("rumour.settle", _("Noted that a rumour needs no card")),
    Deed("card.publish", _("Published a fact card")),
    Deed("card.end", _("Took a fact card back")),
]

"""What is done with dialogues, and the right that each deed needs at its place."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed
from coso.dialogue.permissions import RUN
from coso.register.rights import own

DEEDS = [
    Deed("dialogue.prepare", _("Began to prepare a dialogue"), RUN, own),
    Deed("dialogue.call", _("Called a dialogue"), RUN, own),
    Deed("dialogue.hold", _("Recorded a dialogue"), RUN, own),
    Deed("dialogue.sign", _("Recorded the signatures on minutes"), RUN, own),
    Deed("dialogue.publish", _("Recorded that minutes were published"), RUN, own),
    Deed("dialogue.fail", _("Recorded that a dialogue failed"), RUN, own),
    Deed("dialogue.record", _("Wrote minutes of a dialogue"), RUN, own),
    Deed("dialogue.promise", _("Wrote a commitment down"), RUN, own),
    Deed("dialogue.say_done", _("Noted that a commitment is said to be done"), RUN, own),
    Deed("dialogue.conclude", _("Concluded on a commitment"), RUN, own),
    Deed("dialogue.drop", _("Dropped a commitment"), RUN, own),
    Deed("dialogue.judge", _("Settled a commitment as those concerned answered")),
    Deed("dialogue.item", _("Changed the agenda of a dialogue"), RUN, own),
]

"""What is done with polls, and the right that each deed needs at its place."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed
from coso.polls.permissions import RUN
from coso.register.rights import own

DEEDS = [
    Deed("poll.open", _("Opened a member poll"), RUN, own),
    Deed("poll.print", _("Printed slips of a member poll"), RUN, own),
    Deed("poll.void", _("Voided the slips of a member poll"), RUN, own),
    Deed("poll.hand", _("Noted who signed for a slip or a paper ballot"), RUN, own),
    Deed("poll.renew", _("Opened a member poll anew, its key being lost"), RUN, own),
    Deed("poll.stop", _("Stopped taking answers of a member poll")),
    Deed("poll.count", _("Counted paper ballots of a member poll"), RUN, own),
    Deed("poll.close", _("Closed a member poll"), RUN, own),
    Deed("poll.meeting", _("Recorded a members' meeting in place of a poll"), RUN, own),
]

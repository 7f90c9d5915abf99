"""What is done with concerns and posters. What was told to somebody is not taken back: such deeds have no undo."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed
from coso.register.rights import own
from coso.voice.permissions import ANSWER, POSTERS, REPORT, STOPPAGES

DEEDS = [
    Deed("concern.take", _("Took a concern up")),
    Deed("concern.answer", _("Answered a concern")),
    Deed("concern.ask", _("Asked the author of a concern")),
    Deed("concern.wait", _("Noted that a concern waits for the employer")),
    Deed("concern.hand_up", _("Handed a concern up")),
    Deed("concern.close", _("Closed a concern")),
    Deed("concern.sort", _("Corrected topics and urgency of a concern")),
    Deed("concern.merge", _("Joined a concern with another")),
    Deed("concern.split", _("Split a concern in two")),
    Deed("concern.note", _("Wrote down what a recording says")),
    Deed("concern.to_table", _("Put a concern before the next dialogue")),
    Deed("desk.promise", _("Published what a desk promises"), ANSWER, own),
    Deed("concern.climb", _("A concern climbed, unanswered in time")),
    Deed("concern.hand_on", _("Took over a concern of a unit that has ended")),
    Deed("concern.settle", _("Put the concerns of the day on desks")),
    Deed("week.confirm", _("Confirmed what was heard in a week"), REPORT, own),
    Deed("care.accepted", _("Took up a place that needs care")),
    Deed("care.watched", _("Watches a place that needs care")),
    Deed("care.dismissed", _("Dismissed a place that needs care")),
    Deed("care.noted", _("Noted what happened at a place")),
    Deed("stoppage.record", _("Recorded a work stoppage"), STOPPAGES, own),
    Deed("stoppage.settle", _("Recorded what a work stoppage came to"), STOPPAGES, own),
    Deed("stoppage.look", _("Looked at what a stoppage nearby means here")),
    Deed("synthesis.open", _("Opened the monthly syntheses")),
    Deed("synthesis.edit", _("Edited a monthly synthesis")),
    Deed("synthesis.hand_up", _("Issued a monthly synthesis and handed it up")),
    Deed("poster.put_up", _("Made posters for concerns"), POSTERS, own),
    Deed("poster.replace", _("Replaced a poster")),
]

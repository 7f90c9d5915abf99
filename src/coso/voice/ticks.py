"""Every minute; each does something only where a day has ended."""

from django.utils.translation import gettext_lazy as _

from coso.voice.learning import learn_corrections
from coso.voice.night import climb_late, forget_sounds, leave_ended, settle_day
from coso.voice.services.synthesis import open_month

TICKS = [settle_day, leave_ended, climb_late, forget_sounds, learn_corrections, open_month]
WORDS = {
    "voice.open_month": _("Open the monthly syntheses"),
    "voice.settle_day": _("Shuffle the concerns of the day and put them on desks"),
    "voice.leave_ended": _("Hand on what waits on the desks of units that have ended"),
    "voice.forget_sounds": _("Delete recordings of voices that are a week old"),
    "voice.learn_corrections": _("Learn what officers corrected of topics and urgency"),
    "voice.climb_late": _("Hand concerns up that nobody answered in time"),
}

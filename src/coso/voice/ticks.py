"""Every minute; each does something only where a day has ended."""

from django.utils.translation import gettext_lazy as _

from coso.voice.night import climb_late, settle_day

TICKS = [settle_day, climb_late]
WORDS = {
    "voice.settle_day": _("Shuffle the concerns of the day and put them on desks"),
    "voice.climb_late": _("Hand concerns up that nobody answered in time"),
}

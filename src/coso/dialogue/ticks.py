"""Every minute: commitments whose days have passed are settled as those concerned answered."""

from django.utils.translation import gettext_lazy as _

from coso.dialogue.services.promises import judge_due

TICKS = [judge_due]
WORDS = {"dialogue.judge_due": _("Settle commitments whose days have passed")}

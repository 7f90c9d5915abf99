"""What an answer comes to, in one sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coso.law.answering import Answer
from coso.lawbook.wording import sentence, shown

# Of yes and of no.
EITHER = {
    "dialogue.quorum": (
        gettext_noop("Enough are present: the dialogue may go on."),
        gettext_noop("Not enough are present for a dialogue."),
    ),
    "dialogue.request": (
        gettext_noop("The workers' side may call for dialogue."),
        gettext_noop("Too few agree to call for dialogue."),
    ),
    "conference.quorum": (
        gettext_noop("Enough attend the conference."),
        gettext_noop("Not enough attend the conference."),
    ),
    "conference.passed": (gettext_noop("The resolution is passed."), gettext_noop("The resolution is not passed.")),
    "ballot.passed": (
        gettext_noop("The agreement is approved and may be signed."),
        gettext_noop("The agreement is not approved."),
    ),
    "founding.allowed": (gettext_noop("A union may be founded."), gettext_noop("Too few to found a union.")),
}
ONE = {
    "dialogue.seats": gettext_noop("{min} to {max} representatives of the workers."),
    "workdays.after": gettext_noop("{day}."),
    "agreement.clock": gettext_noop("Sent by {send_by}, in force until {expires}."),
    "pay.overtime": gettext_noop("{amount} đ for an hour."),
    "leave.annual": gettext_noop("{days} working days of annual leave."),
    "wage.minimum": gettext_noop("{month} đ a month, {hour} đ an hour."),
    "dues.monthly": gettext_noop("{amount} đ a month."),
    "fund.split": gettext_noop("{total} đ: the grassroots union {unit} đ, the upper level {upper} đ."),
    "fund.due": gettext_noop("Paid by {due}; unpaid after {unpaid_after}."),
}
# Where the second value is none.
ALONE = {
    "dialogue.seats": gettext_noop("At least {min} representatives of the workers."),
    "wage.minimum": gettext_noop("{month} đ a month."),
}


def result(name: str, answer: Answer) -> str:
    """The answer of a function as one sentence; what is not known says so and why."""
    if answer.reason:
        return _("Not known: {why}").format(why=sentence(answer.reason))
    values = list(answer.values.values())
    if name in EITHER:
        return _(EITHER[name][0 if values[0] else 1])
    text = ALONE[name] if name in ALONE and values[1] is None else ONE[name]
    return _(text).format(**{key: shown(value) for key, value in answer.values.items()})

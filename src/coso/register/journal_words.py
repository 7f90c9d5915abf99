"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

from coso.access.journal.touching import at
from coso.register.forms import MANNERS
from coso.register.kinds import kinds, movements, posts, sectors, states
from coso.register.models import Nomination, NumberMatch, Pending, UnitVersion

TABLES = {
    "register.person": _("Person"),
    "register.membership": _("Membership"),
    "register.membershipstate": _("State of a membership"),
    "register.numbermatch": _("Number on record that was typed"),
    "register.clashdecision": _("Records kept with one number"),
    "register.seat": _("Seat"),
    "register.appointment": _("Post held"),
    "register.managermark": _("Manager of the workplace"),
    "register.nomination": _("Nomination to a post"),
    "register.accessrequest": _("Request for a sign-in code"),
    "register.portfolio": _("Portfolio"),
    "register.unit": _("Unit"),
    "register.unitversion": _("Facts of a unit"),
    "register.unitarea": _("Commune covered"),
    "register.workplace": _("Workplace"),
    "register.unitworkplace": _("Workplace of a union"),
    "register.headcount": _("Count of workers"),
    "register.authorisation": _("Authorisation"),
}
FIELDS = {
    "female": _("Sex"),
    "born": _("Date of birth"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "position": _("Job"),
    "card": _("Card number"),
    "id_cipher": _("National ID"),
    "old_id_cipher": _("Old ID number"),
    "passport_cipher": _("Passport"),
    "parent_id": _("Upper unit"),
    "heir_id": _("Heir"),
    "holder_id": _("Authorised union"),
    "giver_id": _("Authorised by"),
    "post": _("Post"),
    "area": _("Commune"),
    "tax_code": _("Tax code"),
    "region": _("Wage region"),
    "total": _("Workers"),
    "women": _("Women"),
    "manner": _("Manner"),
    "settled": _("Settled on"),
}
OUTCOMES = {
    Pending.CONFIRMED: _("Confirmed"),
    Pending.DECLINED: _("Declined"),
    Pending.WITHDRAWN: _("Withdrawn"),
}
WHY = {
    Nomination.SECOND: _("Another officer who may grant this post has to confirm it."),
    Nomination.CONSENT: _("The union that looks after the person with this code, if there is one, has to agree."),
}
MATCHES = {
    NumberMatch.SAME: _("One human being: the union may take in the person on record"),
    NumberMatch.TYPED: _("Two people; the number the union typed is wrong"),
    NumberMatch.RECORDED: _("Two people; the number on record is wrong and goes from there"),
}
STATES = {UnitVersion.ACTIVE: _("Active"), UnitVersion.DORMANT: _("Dormant, to be dissolved")}
TERMS = {
    "post": posts,
    "sector": sectors,
    "manner": lambda: dict(MANNERS),
    "register.unitversion.kind": kinds,
    "register.unitversion.state": lambda: STATES,
    "register.membership.opened": movements,
    "register.membership.closed": movements,
    "register.membershipstate.state": states,
    "register.nomination.why": lambda: WHY,
    "register.nomination.outcome": lambda: OUTCOMES,
    "register.accessrequest.outcome": lambda: OUTCOMES,
    "register.numbermatch.outcome": lambda: MATCHES,
}
ABOUT = {
    "register.unit": at("pk"),
    "register.unitversion": at("unit"),
    "register.unitarea": at("unit"),
    "register.unitworkplace": at("unit"),
    "register.appointment": at("seat__unit"),
    "register.nomination": at("unit"),
    "register.portfolio": at("unit"),
    "register.authorisation": at("holder", "giver"),
}
TEXTS = ("phone", "position", "card", "area", "tax_code", "region")
UNITS = ("unit_id", "unit", "parent_id", "heir_id", "holder_id", "giver_id")
ENCRYPTED = ("id_cipher", "old_id_cipher", "passport_cipher")

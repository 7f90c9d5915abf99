"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coso.register.kinds import kinds, movements, posts, sectors

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
}


def _states() -> dict[str, Any]:
    return {"active": _("Active"), "dormant": _("Dormant, to be dissolved")}


TERMS = {
    "post": posts,
    "sector": sectors,
    "kind": kinds,
    "opened": movements,
    "closed": movements,
    "state": _states,
}
UNITS = ("unit_id", "unit", "parent_id", "heir_id", "holder_id", "giver_id")
ENCRYPTED = ("id_cipher", "old_id_cipher", "passport_cipher")

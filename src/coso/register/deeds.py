"""What is done with the organisation and its people, and the right that each deed needs at its place."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed, by_the_administrator
from coso.register.models import Authorisation, Membership, Portfolio
from coso.register.rights import each, of_the_officer, of_the_person, of_the_posts, own, with_neighbours

UNITS, SEATS, PEOPLE = "units.change", "seats.change", "people.change"
GIVER = each(Authorisation, "giver", also_own=False)

DEEDS = [
    Deed("province.begin", _("Began the province"), "", by_the_administrator),
    Deed("unit.found", _("Founded a unit"), UNITS, own),
    Deed("unit.rename", _("Renamed a unit"), UNITS, own),
    Deed("unit.move", _("Moved a unit"), UNITS, with_neighbours),
    Deed("unit.change", _("Changed a unit"), UNITS, with_neighbours),
    Deed("unit.end", _("Ended a unit"), UNITS, with_neighbours),
    Deed("unit.merge", _("Merged a unit into another"), UNITS, with_neighbours),
    Deed("units.import", _("Imported units"), "units.import", own),
    Deed("member.join", _("Admitted a member"), PEOPLE, own),
    Deed("member.leave", _("Ended a membership"), PEOPLE, own),
    Deed("member.move", _("Moved a member"), PEOPLE, each(Membership, "unit")),
    Deed("state.begin", _("Booked a member's time away"), PEOPLE, own),
    Deed("state.end", _("Booked that a member is back"), PEOPLE, own),
    Deed("person.match", _("Typed numbers that are on record")),
    Deed("person.correct", _("Corrected a person"), PEOPLE, of_the_person),
    Deed("person.erase", _("Erased a person's details"), "people.erase", of_the_person),
    Deed("workplace.add", _("Added a workplace"), UNITS, own),
    Deed("workplace.leave", _("Ended a workplace of a union"), UNITS, own),
    Deed("workplace.count", _("Counted workers"), "workers.count", own),
    Deed("area.cover", _("Added a commune that a union covers"), UNITS, own),
    Deed("area.leave", _("Ended a commune that a union covers"), UNITS, own),
    Deed("authority.give", _("Authorised a managing union"), UNITS, GIVER),
    Deed("authority.end", _("Ended an authorisation"), UNITS, GIVER),
    Deed("seat.appoint", _("Appointed to a post"), SEATS, of_the_posts),
    Deed("seat.leave", _("Ended an appointment"), SEATS, of_the_posts),
    Deed("seat.manager", _("Marked an officer as a manager of the workplace"), SEATS, own),
    Deed("seat.no_manager", _("Took back the mark of a manager of the workplace"), SEATS, own),
    Deed("seat.nominate", _("Named somebody for a post"), SEATS, own),
    Deed("seat.ask", _("Asked a union to confirm somebody named for a post")),
    Deed("seat.confirm", _("Confirmed somebody named for a post"), SEATS, of_the_posts),
    Deed("seat.decline", _("Declined somebody named for a post")),
    Deed("seat.withdraw", _("Withdrew somebody named for a post")),
    Deed("portfolio.assign", _("Assigned a portfolio"), SEATS, each(Portfolio, "unit")),
    Deed("officers.import", _("Imported officers"), SEATS, of_the_posts),
    Deed("account.code", _("Printed a first sign-in code"), SEATS, of_the_officer),
    Deed("account.codes", _("Printed first sign-in codes of a list"), SEATS, own),
    Deed("account.ask", _("Asked for a new sign-in code")),
    Deed("account.confirm", _("Confirmed a new sign-in code")),
    Deed("account.decline", _("Declined a new sign-in code")),
    Deed("account.withdraw", _("Withdrew a new sign-in code")),
]

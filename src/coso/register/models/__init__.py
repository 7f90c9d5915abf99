"""Who we are, on every day: units, workplaces, people, memberships, seats."""

from coso.register.models.counts import MemberCount
from coso.register.models.pending import AccessRequest, Nomination, Pending
from coso.register.models.people import ClashDecision, Membership, MembershipState, NumberMatch, Person
from coso.register.models.seats import Appointment, ManagerMark, Portfolio, Seat
from coso.register.models.units import Unit, UnitArea, UnitPlace, UnitVersion
from coso.register.models.workplaces import Authorisation, Headcount, UnitWorkplace, Workplace

__all__ = [
    "AccessRequest",
    "Appointment",
    "Authorisation",
    "ClashDecision",
    "Headcount",
    "ManagerMark",
    "MemberCount",
    "Membership",
    "MembershipState",
    "Nomination",
    "NumberMatch",
    "Pending",
    "Person",
    "Portfolio",
    "Seat",
    "Unit",
    "UnitArea",
    "UnitPlace",
    "UnitVersion",
    "UnitWorkplace",
    "Workplace",
]

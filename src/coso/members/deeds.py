"""What is done with lists of people, and the right that each deed needs at its place."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed
from coso.register.models import Membership
from coso.register.rights import each, of_the_people, own

DEEDS = [
    Deed("person.see_id", _("Looked at a national ID"), "people.see_id", own),
    Deed("person.find_id", _("Looked for somebody by the number of an identity paper"), "people.see_id", own),
    Deed("members.export_id", _("Took a list with national IDs away"), "people.see_id", own),
    Deed("members.import", _("Imported members"), "people.change", of_the_people),
    Deed("workers.import", _("Counted workers from a list"), "people.change", own),
    Deed("transfer.ask", _("Asked for a member of another union"), "people.change", own),
    Deed("transfer.offer", _("Let a member go to another union"), "people.change", own),
    Deed("transfer.accept", _("Agreed to a transfer"), "people.change", each(Membership, "unit")),
    Deed("transfer.refuse", _("Refused a transfer")),
    Deed("transfer.withdraw", _("Withdrew a transfer")),
    Deed("transfer.raise", _("Brought a transfer before the union above")),
    Deed("transfer.settle", _("Settled a transfer: the member moves"), "people.change", each(Membership, "unit")),
    Deed("transfer.reject", _("Settled a transfer: the member stays")),
    Deed("match.settle", _("Settled a number that is on record")),
    Deed("clash.keep", _("Kept records that share a number"), "members.settle", of_the_people),
    Deed("clash.mend", _("Took a wrong number from a record"), "members.settle", of_the_people),
    Deed("clash.double", _("Ended a record as a double"), "members.settle", of_the_people),
    Deed("duty.identities", _("Opened or closed duties to settle ID numbers")),
    Deed("group.confirm", _("Confirmed the list of a group"), "people.confirm", own),
    Deed("group.answer", _("Handled a remark on the list of a group"), "people.change", own),
]

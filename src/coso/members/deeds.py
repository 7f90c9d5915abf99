"""What is done with lists of people, and the right that each deed needs at its place."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed
from coso.register.rights import of_the_people, own

DEEDS = [
    Deed("person.see_id", _("Looked at a national ID"), "people.see_id", own),
    Deed("person.find_id", _("Looked for somebody by the number of an identity paper"), "people.see_id", own),
    Deed("members.export_id", _("Took a list with national IDs away"), "people.see_id", own),
    Deed("members.import", _("Imported members"), "people.change", of_the_people),
    Deed("workers.import", _("Counted workers from a list"), "people.change", own),
]

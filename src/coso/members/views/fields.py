"""Words for what a column of a list may hold."""

from django.utils.translation import gettext_lazy as _

from coso.members.roster import Field

WORDS = {
    Field.ORDER: _("Row number"),
    Field.NAME: _("Full name"),
    Field.FAMILY: _("Family and middle name"),
    Field.GIVEN: _("Given name"),
    Field.BORN: _("Date of birth"),
    Field.BORN_MAN: _("Year of birth, men"),
    Field.BORN_WOMAN: _("Year of birth, women"),
    Field.SEX: _("Sex"),
    Field.WOMAN: _("Woman (ticked)"),
    Field.MAN: _("Man (ticked)"),
    Field.ID: _("National ID"),
    Field.OLD_ID: _("Old ID, 9 digits"),
    Field.PASSPORT: _("Passport"),
    Field.STAFF_NO: _("Staff number"),
    Field.PHONE: _("Phone"),
    Field.EMAIL: _("E-mail"),
    Field.JOINED: _("Joined the union"),
    Field.CARD: _("Card number"),
    Field.POSITION: _("Job"),
    Field.GROUP: _("Union group"),
    Field.UNIT: _("Grassroots union"),
}


def field_choices() -> list[tuple[str, object]]:
    """What a reader may say a column is; a column of anything else is left out."""
    return [(str(field), word) for field, word in WORDS.items()]

"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

from coso.access.journal.touching import at
from coso.dialogue.words import KINDS, OUTCOMES, PARTIES, PROMISES, STATES
from coso.voice.words import PEOPLE

TABLES = {
    "dialogue.regulation": _("Democracy regulation"),
    "dialogue.composition": _("Composition of dialogue"),
    "dialogue.party": _("Part of a composition"),
    "dialogue.representative": _("Representative in dialogue"),
    "dialogue.session": _("Dialogue"),
    "dialogue.item": _("Point of an agenda"),
    "dialogue.promise": _("Commitment"),
    "dialogue.seat": _("Place of the employer at a session"),
}
ABOUT = {f"dialogue.{name}": at("unit") for name in ("regulation", "composition", "session", "promise")}
ABOUT |= {f"dialogue.{name}": at("session__unit") for name in ("item", "seat")}
ABOUT |= {"dialogue.party": at("composition__unit"), "dialogue.representative": at("party__composition__unit")}
TERMS = {
    "dialogue.party.kind": lambda: PARTIES,
    "dialogue.session.kind": lambda: KINDS,
    "dialogue.session.state": lambda: STATES,
    "dialogue.item.people": lambda: PEOPLE,
    "dialogue.item.outcome": lambda: OUTCOMES,
    "dialogue.promise.state": lambda: PROMISES,
}

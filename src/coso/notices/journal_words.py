"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from collections.abc import Mapping

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coso.access.journal.touching import at
from coso.access.models import Account
from coso.access.terms import Term
from coso.notices.whom import LEVEL_WORDS, SIZES
from coso.register.kinds import sectors, strata
from coso.register.managers import managed_paths

TABLES = {
    "notices.notice": _("Notice"),
    "notices.addressee": _("Addressee of a notice"),
    "notices.rumour": _("Rumour"),
    "notices.factcard": _("Fact card"),
}
FIELDS = {
    "claim": _("What is being said"),
    "truth": _("What is true"),
    "reminded": _("Reminded on"),
}
TEXTS = ("claim", "why", "text")


def _sectors() -> Mapping[str, Term]:
    return {**strata(), **sectors()}


TERMS = {
    "notices.notice.sector": _sectors,
    "notices.notice.size": lambda: SIZES,
    "notices.addressee.level": lambda: LEVEL_WORDS,
}
ABOUT = {table: at("unit") for table in TABLES}


def _hidden(user: Account) -> Q:
    """From who is a manager of a workplace today: what is said there, and how it was answered."""
    if not managed_paths(user):
        return Q(pk__in=[])
    return Q(verb__startswith="rumour.") | Q(verb="card.publish")


HIDDEN = _hidden

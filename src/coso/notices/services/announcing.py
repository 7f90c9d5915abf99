"""Where a notice leaves the house: whoever is addressed finds it at home; channels are told here."""

from django.db.models import QuerySet

from coso.access.journal import Act
from coso.notices.models import Addressee


def announce(a: Act, addressees: QuerySet[Addressee]) -> None:
    """Some addressees of one notice are told of it, in the action that sends it or reminds them.

    Home shows it to them without anything being done here: their duty is open.
    """

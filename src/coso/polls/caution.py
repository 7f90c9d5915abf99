"""A figure that few members stand behind is never shown without saying how few of how many."""

import datetime as dt
from fractions import Fraction

from django.utils.translation import gettext as _

from coso.access.terms import of_reader
from coso.law import parameter
from coso.lib.shares import show_tenths, tenths

OURS = "O"  # the status of a value that no instrument gives


def caution(answers: int, members: int, day: dt.date) -> str:
    """What to say beside a result or a turnout that stands on few of the members; nothing where enough answered."""
    least = parameter("poll.caution_share").at(day)
    if not members or Fraction(answers, members) >= least.number:
        return ""
    told = [_("Caution: only {answers} of {members} members answered ({share} %).")]
    told.append(_("Below {least} per cent it does not speak for all."))
    if least.status == OURS:
        told.append(_("(This bound is a convention of the software.)"))
    said = {"answers": _count(answers), "members": _count(members)}
    return " ".join(told).format(**said, share=_per_cent(Fraction(answers, members)), least=_per_cent(least.number))


def _count(n: int) -> str:
    return of_reader(f"{n:,}".replace(",", "."), f"{n:,}")


def _per_cent(share: Fraction) -> str:
    found = tenths(share, 1) or 0
    return of_reader(show_tenths(found), show_tenths(found, comma=False))

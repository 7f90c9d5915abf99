"""Slips to print and cut: who, which account, the code and its QR."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import segno
from django.template.loader import render_to_string
from django.urls import reverse

from coso.access.models import Account
from coso.register.granting import name_of
from coso.register.kinds import posts
from coso.register.models import Person, Seat


@dataclass(frozen=True, slots=True)
class SignInSlip:
    """What is printed for an officer: name, unit, post, user name and the code that opens the account once.

    `waits`: the code opens after somebody else has confirmed it.
    """

    name: str
    unit: str
    post: str
    username: str
    code: str
    waits: bool = False


def slip_of(person: Person, seat: Seat, account: Account, code: str) -> SignInSlip:
    """The slip of somebody in a seat."""
    return SignInSlip(person.name, name_of(seat.unit), str(posts()[seat.post]), account.username, code)


def render_slips(slips: Iterable[SignInSlip], origin: str) -> str:
    """One printable page with a slip for each officer; the QR leads to the page where the code is used."""
    rows = [
        (slip, segno.make(f"{origin}{reverse('first_sign_in')}?ma={slip.code}").svg_inline(scale=3)) for slip in slips
    ]
    return render_to_string("register/slips.html", {"rows": rows, "origin": origin})


def write_slips(slips: Iterable[SignInSlip], path: Path, origin: str) -> Path:
    """The same page as a file."""
    path.write_text(render_slips(slips, origin))
    return path

"""Slips to print and cut: who, which account, the code and its QR."""

from collections.abc import Iterable
from pathlib import Path

import segno
from django.template.loader import render_to_string
from django.urls import reverse

from coso.register.imports.officers import Slip


def render_slips(slips: Iterable[Slip], origin: str) -> str:
    """One printable page with a slip for each officer; the QR leads to the page where the code is used."""
    rows = [
        (slip, segno.make(f"{origin}{reverse('first_sign_in')}?ma={slip.code}").svg_inline(scale=3)) for slip in slips
    ]
    return render_to_string("register/slips.html", {"rows": rows, "origin": origin})


def write_slips(slips: Iterable[Slip], path: Path, origin: str) -> Path:
    """The same page as a file."""
    path.write_text(render_slips(slips, origin))
    return path

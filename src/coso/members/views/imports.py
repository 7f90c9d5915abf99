"""What is special to a list of people: its columns may be corrected."""

from django.http import HttpResponse
from django.shortcuts import redirect

from coso.access.imports import Sent
from coso.access.requests import Request
from coso.imports.services import check_again
from coso.members.roster import Field

REMEMBERED = 3


def columns(request: Request, sent: Sent) -> HttpResponse:
    """The columns as the reader corrected them: the list is checked again, and the choice kept for the next one."""
    found = sent.check.result
    if request.method == "POST" and found:
        said = {str(column["at"]): request.POST.get(f"c{column['at']}", "") for column in found["columns"]}
        chosen = {at: field for at, field in said.items() if field in list(Field)}
        _remember(request, found["signature"], chosen)
        check_again(sent=sent, columns=chosen, by=request.user)
    return redirect(sent.back)


def _remember(request: Request, signature: str, chosen: dict[str, str]) -> None:
    """The last few choices stay in the session, which is a cookie and has little room."""
    known = {key: its for key, its in request.session.get("import_columns", {}).items() if key != signature}
    request.session["import_columns"] = dict([*known.items(), (signature, chosen)][-REMEMBERED:])


def done(_request: Request, sent: Sent) -> HttpResponse:
    """What was booked stands where the check stood."""
    return redirect(sent.back)

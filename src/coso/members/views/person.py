"""A person's page, by permission; the national ID one at a time, by a click that the journal keeps."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coso.access.forms import render_form
from coso.access.journal import act
from coso.access.permissions import permissions
from coso.access.requests import Request
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.lib.paths import labels
from coso.members.columns import CONTACT, NATIONAL_ID, SEE, Eyes, details
from coso.members.finding import find_holders
from coso.members.forms import NumberForm
from coso.members.reads import held_posts, rows_of, stays, times_away, where
from coso.register.kinds import final_movements, posts
from coso.register.models import Appointment, Membership, Person
from coso.register.services.erasure import NAMELESS
from coso.register.visibility import may


def the_person(request: Request, code: str, permission: str = SEE) -> Person:
    """The person of a code within the reader's sight. Raises Http404."""
    people = Person.objects.visible_to(request.user, permission).select_related("home")
    return get_object_or_404(people, code=code)


def person(request: Request, code: str) -> HttpResponse:
    """Details of today, memberships and posts with their dates."""
    return show(request, the_person(request, code))


def show(request: Request, row: Person, number: str = "") -> HttpResponse:
    """The page of a person, with the national ID if it was asked for."""
    member = rows_of([row], request.day)[0]
    mine = Membership.objects.filter(person=row)
    seen = stays(mine.visible_to(request.user, SEE))
    context = {
        "person": row,
        "member": member,
        "details": details(member, Eyes(request.user)),
        "stays": seen,
        "elsewhere": mine.count() - len(seen),
        "current": next((stay for stay in seen if stay.membership.end == FOREVER), None),
        "posts": held_posts(row),
        "states": times_away(row),
        "away": bool(member.state),
        "ended": mine.filter(closed__in=final_movements()).exists(),
        "clash": row.id_clash and may(request.user, NATIONAL_ID, row.home),
        "may_settle": may(request.user, "members.settle", row.home) and not request.past,
        **where(row.home, request.day),
        "has_id": bool(_ciphers(row)),
        "may_id": may(request.user, NATIONAL_ID, row.home) and not request.past,
        "may_change": may(request.user, "people.change", row.home) and not request.past,
        "may_erase": may(request.user, "people.erase", row.home) and not request.past and row.name != NAMELESS,
        "number": number,
    }
    return render(request, "members/person.html", context)


def national_id(request: Request, code: str) -> HttpResponse:
    """Shows one national ID; the journal keeps who looked and when."""
    if request.method != "POST":
        return redirect("person", code)
    row = the_person(request, code, NATIONAL_ID)
    stored = _ciphers(row)
    if not stored:
        raise Http404
    with act(by=request.user, verb="person.see_id", unit=row.home_id, subject=row):
        number = " · ".join(settings.KEYS.decrypt(each) for each in stored)
    response = show(request, row, number)
    response.headers["Cache-Control"] = "no-store"
    return response


def _ciphers(row: Person) -> list[bytes]:
    """What is on file of identity papers: the ID of today, else the old one, and a passport."""
    return [bytes(stored) for stored in (row.id_cipher or row.old_id_cipher, row.passport_cipher) if stored]


def by_number(request: Request) -> HttpResponse:
    """Finds somebody by the whole number of an identity paper, which stands in no address and no journal."""
    if not may(request.user, NATIONAL_ID):
        raise Http404
    form = NumberForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = find_holders(number=form.cleaned_data["number"], by=request.user)
        if len(found) == 1:
            return redirect("person", found[0].code)
    context = {"form": form, "found": found}
    response = render_form(request, "members/number.html", context, form)
    response.headers["Cache-Control"] = "no-store"
    return response


def seen(request: Request, code: str) -> HttpResponse:
    """Who can see this person, and what of it."""
    row = the_person(request, code)
    above = Appointment.objects.on(clock.today()).filter(
        seat__unit__label__in=labels(row.home.path) if row.home else []
    )
    held = above.select_related("person", "seat__unit").order_by("seat__unit__path", "seat__post", "seat__n")
    rows = [(each, posts()[each.seat.post], sees) for each in held if (sees := _sees(each.seat.post))]
    return render(request, "members/seen.html", {"person": row, "rows": rows, **where(row.home, request.day)})


def _sees(post: str) -> list[str]:
    granted = [permissions()[key] for key in (SEE, CONTACT, NATIONAL_ID)]
    return [str(each) for each in granted if post in each.posts]

"""Who may do what, from the code; who can see my data."""

from django.http import HttpResponse
from django.shortcuts import render

from coso.access.permissions import permissions
from coso.access.requests import Request
from coso.lib import clock
from coso.lib.paths import labels
from coso.register.kinds import posts
from coso.register.models import Appointment, Person

PERSONAL = ("people.see", "people.see_contact", "people.see_id")


def matrix(request: Request) -> HttpResponse:
    """Every permission and the posts that grant it."""
    columns = list(posts().values())
    rows = [(each, [post.key in each.posts for post in columns]) for each in permissions().values()]
    return render(request, "web/matrix.html", {"posts": columns, "rows": rows})


def who_sees_me(request: Request) -> HttpResponse:
    """The people whose posts let them see the reader's own record."""
    person = Person.objects.filter(user=request.user.pk).select_related("home").first()
    rows = []
    if person and person.home:
        above = Appointment.objects.on(clock.today()).filter(seat__unit__label__in=labels(person.home.path))
        held = above.select_related("person", "seat__unit").order_by("seat__unit__path", "seat__post", "seat__n")
        rows = [(each, posts()[each.seat.post], _sees(each.seat.post)) for each in held if _sees(each.seat.post)]
    return render(request, "web/who_sees_me.html", {"person": person, "rows": rows})


def _sees(post: str) -> list[str]:
    granted = [permissions()[key] for key in PERSONAL]
    return [str(each) for each in granted if post in each.posts]

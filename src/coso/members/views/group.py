"""A group and its members, confirmed by who leads it."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.access.forms import render_form, submitted
from coso.access.requests import Request
from coso.lib import clock
from coso.lib.text import legible
from coso.members.groups import CONFIRM, LONGEST_NOTE, confirm_group, group_list
from coso.members.reads import where
from coso.register.kinds import kinds
from coso.register.models import Unit, UnitVersion
from coso.register.visibility import may

SMALL = [key for key, kind in kinds().items() if kind.level in ("group", "part")]


class ConfirmForm(forms.Form):
    """That a list is right, with the mark of what was read."""

    shown = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("What is not right"),
        help_text=gettext_lazy("Who left, who came, whose name is wrong. The committee reads it. Empty: all is right."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def group(request: Request, code: str) -> HttpResponse:
    """The members of a group; whoever leads it confirms that the list is right."""
    groups = UnitVersion.objects.on(clock.today()).filter(kind__in=SMALL).values("unit")
    unit = get_object_or_404(Unit.objects.visible_to(request.user, CONFIRM).filter(pk__in=groups), code=code)
    found = group_list(unit)
    form = ConfirmForm(request.POST or None, initial={"shown": found.mark})
    done = submitted(
        request,
        form,
        lambda sent: confirm_group(group=unit, by=request.user, **sent.cleaned_data),
        done=_("Noted. What is not right is now a duty of the committee.")
        if legible(request.POST.get("note", ""))
        else _("Confirmed: the list of the group."),
        to=reverse("members_group", args=[unit.code]),
    )
    if form.errors:  # what is confirmed next is what stands here now
        form.data = {**request.POST.dict(), "shown": found.mark}
    may_confirm = may(request.user, CONFIRM, unit) and not request.past
    context = {**where(unit, request.day), "unit": unit, "found": found, "form": form, "may_confirm": may_confirm}
    return done or render_form(request, "members/group.html", context, form)

"""Notices for those who send and those who pass them on."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from coso.access.forms import attempt, render_form
from coso.access.journal.undo import BlockedError
from coso.access.models import Account
from coso.access.permissions import permissions
from coso.access.refusals import RefusedError
from coso.access.requests import Request, absolute, keys_in
from coso.access.sure import Deed, ask_first
from coso.lib import clock
from coso.lib.dates import show_day
from coso.lists.pages import show
from coso.notices.forms import NoticeForm
from coso.notices.listings import notice_list
from coso.notices.models import GROUP, UNION, UPPER, Addressee, Notice
from coso.notices.permissions import CONFIRM, HEAR, READ, SEND
from coso.notices.reach import mine
from coso.notices.services.attaching import attach, attached
from coso.notices.services.confirming import confirm, unconfirm
from coso.notices.services.sending import send, take_back
from coso.notices.whom import SIZES, Whom, addressed, counts, sector_words
from coso.papers.attachments.views import served
from coso.register.models import Unit, UnitVersion
from coso.register.names import unit_names
from coso.register.visibility import may, seats_of

MANY = 400
Choices = list[tuple[str, str]]


def notices(request: Request) -> HttpResponse:
    """The notices that the reader may see, the newest first."""
    if not may(request.user, READ):
        raise Http404
    sends, hears = may(request.user, SEND) and not request.past, may(request.user, HEAR)
    rows = Notice.objects.visible_to(request.user, READ)
    return show(request, notice_list(rows, request.user, sends=sends), "notices/notices.html", sends=sends, hears=hears)


def senders_of(user: Account) -> list[Unit]:
    """The units in whose name somebody sends: those of the posts of today."""
    granting = permissions()[SEND].posts
    keys = {unit for post, _path, unit in seats_of(user) if post in granting}
    return list(Unit.objects.filter(pk__in=keys).order_by("path"))


def _branches(request: Request, senders: list[Unit]) -> Choices:
    """(code, name) of the units to whose branch it can go: those directly below the senders, and one asked for."""
    below = UnitVersion.objects.on(clock.today()).filter(parent__in=senders).exclude(kind="outside")
    rows = list(below.order_by("name_key").values_list("unit__code", "name")[:MANY])
    asked = (request.POST.get("branch") or request.GET.get("dv") or "")[:30]
    if asked and asked not in dict(rows):
        unit = Unit.objects.visible_to(request.user, SEND).filter(code=asked).first()
        if unit:
            rows.insert(0, (unit.code, unit_names([unit.pk], clock.today()).get(unit.pk, unit.code)))
    return [("", _("Everybody below")), *rows]


def write(request: Request) -> HttpResponse:
    """A notice is written; the first press says to how many it goes, the second sends it."""
    senders = senders_of(request.user)
    if not senders or request.past:
        raise Http404
    names = unit_names([unit.pk for unit in senders], clock.today())
    form = NoticeForm(
        request.POST or None,
        request.FILES or None,
        senders=[(unit.code, names.get(unit.pk, unit.code)) for unit in senders],
        branches=_branches(request, senders),
        asked=request.GET.get("dv", "")[:30],
        narrows=any(may(request.user, "units.change", unit) for unit in senders),
        today=clock.today(),
    )
    if request.method == "POST" and form.is_valid():
        unit = next(each for each in senders if each.code == form.cleaned_data["unit"])
        done = attempt(form, lambda: _asked_or_sent(request, form, unit, names.get(unit.pk, unit.code)))
        if done is not None:
            return done
    return render_form(request, "notices/write.html", {"form": form, "back": reverse("notices")}, form)


def _whom(form: NoticeForm, unit: Unit) -> Whom:
    code = form.cleaned_data["branch"]
    branch = Unit.objects.filter(code=code).first() if code else None
    return Whom(branch or unit, form.cleaned_data.get("sector", ""), form.cleaned_data.get("size", ""))


def _asked_or_sent(request: Request, form: NoticeForm, unit: Unit, name: str) -> HttpResponse:
    """The page that asks, or once it is pressed there the notice sent. Raises RefusedError."""
    facts, whom = form.cleaned_data, _whom(form, unit)
    kept = attached(next(iter(keys_in(request, "kept")), None), unit, request.user)
    if facts["file"]:
        key = attach(unit=unit, upload=facts["file"], by=request.user)
        kept = attached(key, unit, request.user)
        sent = request.POST.copy()
        sent["kept"] = str(key)
        request.POST = sent  # type: ignore[assignment]
    if asked := ask_first(request, _before_sending(unit, name, whom, facts, kept.name if kept else "")):
        return asked
    told = {key: facts[key] for key in ("title", "text", "last")}
    made = send(unit=unit, whom=whom, file=kept, by=request.user, **told)
    n = made.addressees.count()
    messages.success(request, ngettext("Sent to {n} unit.", "Sent to {n} units.", n).format(n=n))
    return redirect("notice_reach", made.pk)


def _before_sending(unit: Unit, name: str, whom: Whom, facts: dict[str, Any], file: str) -> Deed:
    """To how many it goes, in words."""
    found = counts(addressed(unit, whom, clock.today()))
    place = unit_names([whom.branch.pk], clock.today()).get(whom.branch.pk, whom.branch.code)
    goes = [
        _("“{title}”, in the name of {name}").format(title=facts["title"], name=name),
        _("To {place}: {unions} unions and {groups} groups").format(
            place=place, unions=found[UPPER] + found[UNION], groups=found[GROUP]
        ),
        _("Each of them is asked to confirm by {day} that it was passed on.").format(day=show_day(facts["last"])),
    ]
    only = [sector_words()[whom.sector]] if whom.sector in sector_words() else []
    only += [str(SIZES[whom.size])] if whom.size in SIZES else []
    goes += [_("Only: {what}").format(what=", ".join(only))] if only else []
    goes += [_("With the file {file}").format(file=file)] if file else []
    missing = [] if found else [_("Nobody would get it: no union and no group fits.")]
    return Deed(_("Send the notice"), _("Send it now"), goes, missing, reverse("notice_write"))


def _seen(user: Account, key: uuid.UUID) -> Notice:
    rows = Notice.objects.visible_to(user, READ).select_related("unit", "branch", "file")
    return get_object_or_404(rows, pk=key)


def about(request: Request, row: Notice) -> dict[str, Any]:
    """What every page of a notice shows."""
    names = unit_names([row.unit_id, row.branch_id], clock.today())
    only = [sector_words().get(row.sector, ""), str(SIZES.get(row.size, ""))]
    sender = names.get(row.unit_id, row.unit.code)
    return {
        "notice": row,
        "sender": sender,
        "whom": names.get(row.branch_id, row.branch.code),
        "only": ", ".join(each for each in only if each),
        "zalo": _zalo(row, sender),
    }


def _zalo(row: Notice, sender: str) -> str:
    asked = _("Please pass it on and confirm by {day}: {address}")
    words = asked.format(day=show_day(row.last), address=absolute(reverse("notice", args=[row.pk])))
    return f"{row.title.upper()}\n{row.text}\n\n{sender}, {show_day(row.sent)}\n{words}"


def notice(request: Request, key: uuid.UUID, wrong: RefusedError | None = None) -> HttpResponse:
    """A notice, with what the reader confirms for the own units."""
    row = _seen(request.user, key)
    own = list(mine(request.user).filter(notice=row))
    names = unit_names([each.unit_id for each in own], clock.today())
    context = {
        **about(request, row),
        "own": [(each, names.get(each.unit_id, each.unit.code)) for each in own],
        "confirms": not request.past and row.closed is None,
        "sends": not request.past and may(request.user, SEND, row.unit) and row.closed is None,
        "looks": Addressee.objects.visible_to(request.user, READ).filter(notice=row).count() > len(own),
        "typed": request.POST.get("why", ""),
        "wrong": wrong,
    }
    return render(request, "notices/notice.html", context, status=422 if wrong else 200)


@require_safe
def file(request: Request, key: uuid.UUID) -> FileResponse:
    """The file of a notice, to whoever may read the notice."""
    row = _seen(request.user, key)
    if row.file is None:
        raise Http404
    return served(row.file)


@require_POST
def taking_back(request: Request, key: uuid.UUID) -> HttpResponse:
    """A notice is taken back, with a reason."""
    row = get_object_or_404(Notice.objects.sent_from(request.user, SEND), pk=key)
    try:
        take_back(notice=row, seen=request.POST.get("seen", ""), why=request.POST.get("why", ""), by=request.user)
    except RefusedError as wrong:
        return notice(request, key, wrong)
    messages.success(request, _("Taken back; whoever got it reads why."))
    return redirect("notice", key)


def notice_for(request: Request, key: uuid.UUID) -> HttpResponse:
    """A notice as one unit got it: read, and confirmed with one tap."""
    permission = CONFIRM if request.method == "POST" else READ
    rows = Addressee.objects.visible_to(request.user, permission)
    row = get_object_or_404(rows.select_related("notice__unit", "notice__branch", "notice__file", "unit"), pk=key)
    wrong = None
    if request.method == "POST":
        try:
            fresh = confirm(addressee=row, by=request.user)
            messages.success(
                request, _("Thank you: noted.") if fresh else _("This was confirmed before: nothing to do.")
            )
            return redirect(_next(request, row))
        except RefusedError as refused:
            wrong = refused
            row = get_object_or_404(rows.select_related("notice__unit", "notice__branch", "unit"), pk=key)
    who = Account.objects.filter(pk=row.confirmed_by).first() if row.confirmed_by else None
    confirms = not request.past and may(request.user, CONFIRM, row.unit)
    context = {
        **about(request, row.notice),
        "row": row,
        "name": unit_names([row.unit_id], clock.today()).get(row.unit_id, row.unit.code),
        "who": str(who) if who else "",
        "confirms": confirms and row.confirmed is None and row.notice.closed is None,
        "may_undo": confirms and row.confirmed == clock.today() and row.confirmed_by == request.user.pk,
        "wrong": wrong,
    }
    return render(request, "notices/notice_for.html", context, status=422 if wrong else 200)


def _next(request: Request, row: Addressee) -> str:
    """Home after a tap on home, the reach after one there; else the notice as this unit got it."""
    leads = {"home": reverse("home"), "reach": f"{reverse('notice_reach', args=[row.notice_id])}?{_top(request)}"}
    return leads.get(request.POST.get("from", ""), reverse("notice_for", args=[row.pk]))


def _top(request: Request) -> str:
    code = request.POST.get("dv", "")
    return f"dv={code}" if code.isalnum() else ""


@require_POST
def unconfirming(request: Request, key: uuid.UUID) -> HttpResponse:
    """A confirmation tapped by mistake is taken back, by whoever gave it and on the same day."""
    row = get_object_or_404(Addressee.objects.visible_to(request.user, CONFIRM), pk=key)
    if row.confirmed_by != request.user.pk or row.confirmed != clock.today():
        raise Http404
    try:
        unconfirm(addressee=row, by=request.user)
        messages.success(request, _("Taken back: it stands as not confirmed."))
    except (RefusedError, BlockedError) as wrong:
        messages.error(request, str(wrong))
    return redirect("notice_for", key)

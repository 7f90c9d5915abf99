"""The council's table: pools ranked by points, places of the quota, the levels proposed, votes, the decision."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coso.access.refusals import RefusedError
from coso.access.requests import Request
from coso.access.stale import changed_by, newest_act, writer_of
from coso.access.sure import Deed, ask_first
from coso.grading.chain import COUNCIL, DECIDE
from coso.grading.council import Pool, Standing, pools, tie_texts
from coso.grading.models import Round, Sheet
from coso.grading.services.council import hear_sheets, propose_levels
from coso.grading.services.decisions import Votes, decide_sheets
from coso.grading.views.lists import strangers_only, tell
from coso.grading.views.overview import round_of
from coso.grading.views.sure import before_list
from coso.lib.numbers import read_whole
from coso.register.names import unit_names
from coso.register.visibility import may
from coso.rubrics.specs import grammar_of
from coso.rubrics.words import words

MOST_VOTES = 9999


def council(request: Request, key: uuid.UUID) -> HttpResponse:
    """The pools of a round, or one of them with its unions; what is done here is done for what is shown."""
    round_ = round_of(request, key, "grading.review")
    found = pools(round_)
    pool = next((each for each in found if each.key == request.GET.get("khoi")), None)
    rows = [row for each in ([pool] if pool else found) for row in each.rows]
    if request.method == "POST" and not request.past and (asked := _asked(request, rows)):
        return asked
    if request.method == "POST" and not request.past and _done(request, round_, rows):
        return redirect(request.get_full_path())
    seen = newest_act(row.sheet for row in rows)
    context = {**_about(request, round_), "pools": found, "pool": pool, "seen": seen, **_counts(rows)}
    if pool:
        context["rows"] = _rows(pool, round_)
    return render(request, "grading/pool.html" if pool else "grading/council.html", context)


def _about(request: Request, round_: Round) -> dict[str, Any]:
    grammar = grammar_of(round_.rubric)
    return {
        "round": round_,
        "bands": [(band.key, words(band)) for band in grammar.bands],
        "quota": grammar.quota if grammar.quota and grammar.quota.enabled else None,
        "decides": may(request.user, "grading.decide", round_.unit) and not request.past,
        "reviews": not request.past,
        "grammar": grammar,
    }


def _counts(rows: list[Standing]) -> dict[str, int]:
    return {f"at_{step}": sum(row.sheet.step == step for row in rows) for step in (COUNCIL, DECIDE)}


def _rows(pool: Pool, round_: Round) -> list[dict[str, Any]]:
    quota = grammar_of(round_.rubric).quota
    names = unit_names([row.sheet.unit_id for row in pool.rows], round_.closing)
    return [
        {
            "row": row,
            "sheet": row.sheet,
            "name": names.get(row.sheet.unit_id, row.sheet.unit.code),
            "level": row.said[0],
            "why": row.said[1],
            "open": row.sheet.step in (COUNCIL, DECIDE),
            "ties": tie_texts(quota, row) if quota else [],
        }
        for row in pool.rows
    ]


def _asked(request: Request, rows: list[Standing]) -> HttpResponse | None:
    """Before a list is closed or decided, what that means; nothing where it is refused anyway."""
    what = request.POST.get("what", "")
    sheets = _at(rows, {"hear": COUNCIL, "decide": DECIDE}.get(what, ""))
    if not sheets or not _votes_read(request):
        return None
    if what == "decide":
        document = request.POST.get("document", "")
        return ask_first(request, before_list(sheets, 0, document, request.get_full_path(), publishing=False))
    on = ngettext("{n} sheet goes on to the decision.", "{n} sheets go on to the decision.", len(sheets))
    said = [on.format(n=len(sheets)), _("The levels that the council proposes go with them.")]
    return ask_first(request, Deed(_("Close the list"), _("Close the list"), said, back=request.get_full_path()))


def _votes_read(request: Request) -> bool:
    try:
        _count(request, "given"), _count(request, "against")
    except RefusedError:
        return False
    return True


def _done(request: Request, round_: Round, rows: list[Standing]) -> bool:
    """Does what was asked for, all or nothing; False where it was refused, with what was typed still in the rows."""
    what = request.POST.get("what")
    try:
        with transaction.atomic():
            _propose(request, round_, rows)
            if what == "hear":
                hear_sheets(round_=round_, sheets=strangers_only(request, _at(rows, COUNCIL)), by=request.user)
            elif what == "decide":
                _decide(request, round_, strangers_only(request, _at(rows, DECIDE)))
        messages.success(request, _told(str(what), rows))
    except RefusedError as wrong:
        tell(request, wrong)
        return False
    return True


def _told(what: str, rows: list[Standing]) -> str:
    """What was done with the list, in words."""
    if what == "hear":
        return _("The list is closed: {n} sheets go on to the decision.").format(n=len(_at(rows, COUNCIL)))
    if what == "decide":
        return _("Decided: {n}.").format(n=len(_at(rows, DECIDE)))
    return _("The levels in the table are kept.")


def _at(rows: list[Standing], step: str) -> list[Sheet]:
    return [row.sheet for row in rows if row.sheet.step == step]


def _propose(request: Request, round_: Round, rows: list[Standing]) -> None:
    """Keeps the levels that were changed in the table."""
    changed = {}
    for row in rows:
        level, why = (request.POST.get(f"{name}-{row.sheet.pk}") for name in ("level", "why"))
        if level is not None and (level, (why or "").strip()) != row.said:
            row.sheet.heard_grade, row.sheet.heard_why = level, (why or "").strip()
            changed[row.sheet.id] = row
    _require_seen(request, rows)
    if changed:
        levels = {key: row.said for key, row in changed.items()}
        sheets = [row.sheet for row in changed.values()]
        propose_levels(round_=round_, sheets=sheets, levels=levels, by=request.user)


def _require_seen(request: Request, rows: list[Standing]) -> None:
    """Refuses once what was done with a table that somebody else wrote since the page was opened."""
    now = newest_act(row.sheet for row in rows)
    if request.POST.get("seen", now) != now:
        raise RefusedError(changed_by(writer_of(now)))


def _decide(request: Request, round_: Round, sheets: list[Sheet]) -> None:
    if not sheets:
        raise RefusedError(_("No sheet in the list waits for its decision."))
    votes = Votes(_count(request, "given"), _count(request, "against"))
    document = request.POST.get("document", "")[:120]
    decide_sheets(round_=round_, sheets=sheets, document=document, votes=votes, by=request.user)


def _count(request: Request, name: str) -> int | None:
    text = request.POST.get(name, "").strip()
    votes = read_whole(text)
    if text and (votes is None or votes > MOST_VOTES):
        raise RefusedError(_("Votes are counted in whole numbers."))
    return votes

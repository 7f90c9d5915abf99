"""Words of the grading year in templates."""

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise

from coso.grading.chain import DONE, KINDS, PUBLISH
from coso.grading.council import Pool
from coso.grading.late_entries import late_memberships
from coso.grading.letters import letters_of
from coso.grading.models import Sheet, SheetLine
from coso.grading.services.petitions import Petition, may_petition
from coso.register.models import Unit
from coso.register.visibility import may

register = template.Library()


@register.filter
def step_text(kind: str) -> str | Promise:
    """The name of a step."""
    return KINDS[kind].text


@register.simple_tag
def steps_at(pool: Pool, step: str) -> int:
    """How many sheets of a pool stand at a step."""
    return pool.at(step)


@register.simple_tag(takes_context=True)
def after_decision(context: Context, sheet: Sheet) -> dict[str, Any]:
    """What stands beside a sheet once figures are closed or a level is decided: late entries, petitions, ways on."""
    user, past = context["request"].user, context.get("past")
    late = late_memberships(sheet.round, Unit.objects.filter(pk=sheet.unit_id)) if sheet.round.figures_closed else {}
    decided = sheet.step in (PUBLISH, DONE)
    return {
        "late": (late or {}).get(sheet.unit_id, 0),
        "petitions": list(Petition.about(sheet.pk)),
        "may_petition": not past and may_petition(user, sheet),
        "may_reopen": not past and decided and may(user, "grading.reopen", sheet.round.unit),
    }


@register.simple_tag
def amended(line: SheetLine) -> str:
    """The letters that changed a line of a sheet, nothing where none did: {% amended each.line %}."""
    sheet = line.sheet
    known = vars(sheet).get("letters_by_line")
    if known is None:
        known = letters_of(sheet)
        vars(sheet)["letters_by_line"] = known
    letters = known.get(line.pk)
    return render_to_string("grading/amended.html", {"letters": letters}) if letters else ""

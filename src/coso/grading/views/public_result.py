"""The result of a union for its notice board, open to everybody once it is published."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from coso.access.public_pages import in_language, public_page
from coso.grading.models import Sheet
from coso.grading.poll_subjects import SheetPoll
from coso.grading.reads import sheet_view
from coso.lib import clock
from coso.polls.reads import poll_view
from coso.register.names import unit_names
from coso.rubrics.words import words


@login_not_required
@require_safe
@in_language
def public_result(_request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The result of a union in a year; before it is published, and for any other code, alike 404."""
    found = Sheet.objects.filter(unit__code=code, round__year=year, step="done", published__isnull=False)
    sheet = found.select_related("unit", "round__rubric").first()
    if sheet is None:
        return public_page("grading/no_result.html", {"year": year, "name": ""}, 404)
    view = sheet_view(sheet)
    counted = [each for each in view.lines if each.line.appraised is not None and each.rule.max and not each.bonus]
    ranked = sorted(counted, key=lambda each: (-(each.line.appraised or 0) / each.rule.max, each.line.n))
    weak = [each for each in reversed(ranked) if (each.line.appraised or 0) < each.rule.max]
    context = {
        "sheet": sheet,
        "name": unit_names([sheet.unit_id], clock.today()).get(sheet.unit_id, code),
        "year": year,
        "view": view,
        "level": words(view.grammar.band(sheet.grade)),
        "strong": ranked[:3],
        "weak": weak[:3],
        "found": poll_view(SheetPoll(sheet)),
        "notice": words(view.grammar, "notice"),
    }
    return public_page("grading/public_result.html", context)

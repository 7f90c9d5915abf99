"""Words for the verbs of the journal."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "unit.found": _("Founded a unit"),
    "unit.rename": _("Renamed a unit"),
    "unit.move": _("Moved a unit"),
    "unit.change": _("Changed a unit"),
    "unit.end": _("Ended a unit"),
    "units.import": _("Imported units"),
    "member.join": _("Admitted a member"),
    "member.leave": _("Ended a membership"),
    "member.move": _("Moved a member"),
    "person.correct": _("Corrected a person"),
    "person.see_id": _("Looked at a national ID"),
    "members.export_id": _("Took a list with national IDs away"),
    "members.import": _("Imported members"),
    "workers.import": _("Counted workers from a list"),
    "seat.appoint": _("Appointed to a post"),
    "seat.leave": _("Ended an appointment"),
    "portfolio.assign": _("Assigned a portfolio"),
    "rubric.take_in": _("Took in a rubric"),
    "results.import": _("Imported results known on paper"),
    "round.open": _("Opened a grading round"),
    "round.close_figures": _("Closed the figures of a round"),
    "round.refresh": _("Refreshed the figures of a round"),
    "round.decide": _("Decided levels"),
    "round.publish": _("Published results"),
    "round.leave_ungraded": _("Left unions without a grade"),
    "sheet.score": _("Scored a sheet"),
    "sheet.submit": _("Sent a score sheet"),
    "sheet.appraise": _("Appraised a sheet"),
    "sheet.ask": _("Asked for a supplement"),
    "sheet.answer": _("Answered a request"),
    "sheet.return": _("Returned a sheet"),
    "sheet.finish_appraisal": _("Finished an appraisal"),
    "sheet.enter_for": _("Took over the typing for a union"),
    "sheet.submit_up": _("Passed a sheet on"),
    "sheet.reopen": _("Reopened a result"),
    "duty.extend": _("Gave more time"),
    "action.undo": _("Took an entry back"),
    "account.code": _("Printed a first sign-in code"),
    "officers.import": _("Imported officers"),
}


def verb_text(verb: str) -> str:
    """A verb in the reader's language; one without words stands as it is."""
    return str(VERBS.get(verb, verb))

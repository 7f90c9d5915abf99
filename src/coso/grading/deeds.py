"""What is done in the grading year, and the right that each deed needs at its place."""

from django.utils.translation import gettext_lazy as _

from coso.access.deeds import Deed
from coso.grading.chain import APPRAISE, CLUSTER, COUNCIL, REVIEW, SUBMIT
from coso.grading.models.grading import told_round
from coso.grading.rights import (
    answered,
    at_step,
    extended,
    leading,
    listed,
    managing,
    of_the_round,
    proved,
    scoring,
    submitted,
)
from coso.register.rights import own

APPRAISING, DECIDING, REVIEWING, SCORING = (
    "grading.appraise",
    "grading.decide",
    "grading.review",
    "grading.score",
)

DEEDS = [
    Deed("round.open", _("Opened a grading round"), "grading.open", own, told_round),
    Deed("round.refresh", _("Refreshed the figures of a round")),
    Deed("round.close_figures", _("Closed the figures of a round")),
    Deed("round.amend", _("Amended a round by letter"), "grading.amend", own),
    Deed("round.denominator", _("Named what the share is counted over"), DECIDING, own),
    Deed("round.propose", _("Proposed levels at the council"), REVIEWING, listed),
    Deed("round.hear", _("Closed the council's list"), REVIEWING, listed),
    Deed("round.decide", _("Decided levels"), DECIDING, listed),
    Deed("round.publish", _("Published results"), DECIDING, own),
    Deed("round.leave_ungraded", _("Left unions without a grade"), DECIDING, listed),
    Deed("cluster.name", _("Named a cluster"), APPRAISING, own),
    Deed("cluster.change", _("Changed a cluster"), APPRAISING, own),
    Deed("cluster.dissolve", _("Dissolved a cluster"), APPRAISING, own),
    Deed("sheet.score", _("Scored a sheet"), SCORING, scoring),
    Deed("sheet.submit", _("Sent a score sheet"), "grading.submit", submitted),
    Deed("sheet.answer", _("Answered a request"), SCORING, scoring),
    Deed("sheet.sign", _("Attached the signed page of a sheet"), SCORING, scoring),
    Deed("proof.add", _("Attached a proof"), SCORING, proved),
    Deed("proof.withdraw", _("Withdrew a proof"), SCORING, proved),
    Deed("sheet.enter_for", _("Took over the typing for a union"), "grading.enter_for", managing),
    Deed("sheet.hand_back", _("Handed the typing back to the union"), "grading.enter_for", managing),
    Deed("sheet.suggest", _("Suggested points within the cluster"), "grading.cluster", leading),
    Deed("sheet.cluster", _("Passed a sheet on"), "grading.pass_cluster", at_step(CLUSTER)),
    Deed("sheet.find", _("Recorded a finding that caps the level"), APPRAISING, at_step(APPRAISE)),
    Deed("sheet.unfind", _("Withdrew a finding"), APPRAISING, at_step(APPRAISE)),
    Deed("sheet.appraise", _("Appraised a sheet"), APPRAISING, at_step(APPRAISE)),
    Deed("sheet.ask", _("Asked for a supplement"), APPRAISING, at_step(APPRAISE)),
    Deed("sheet.return", _("Returned a sheet"), APPRAISING, at_step(APPRAISE)),
    Deed("sheet.finish_appraisal", _("Finished an appraisal"), APPRAISING, at_step(APPRAISE)),
    Deed("sheet.submit_up", _("Passed a sheet on"), APPRAISING, at_step(SUBMIT)),
    Deed("sheet.review", _("Passed a sheet on"), REVIEWING, at_step(REVIEW)),
    Deed("sheet.council", _("Passed a sheet on"), REVIEWING, at_step(COUNCIL)),
    Deed("sheet.reopen", _("Reopened a result"), "grading.reopen", of_the_round),
    Deed("sheet.petition", _("Sent a petition about a result"), "grading.submit", own),
    Deed("sheet.answer_petition", _("Answered a petition about a result"), DECIDING, answered),
    Deed("duty.extend", _("Gave more time"), APPRAISING, extended),
    Deed("duty.remind", _("Reminded those who are late"), APPRAISING, own),
    Deed("duty.follow", _("Re-addressed duties")),
]

"""Entering on behalf of a union that hands in paper, and the page that it signed (R23)."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import ForbiddenError, Reason, RefusedError
from coso.grading.chain import SELF
from coso.grading.models import Sheet
from coso.grading.services.guards import managing_unit
from coso.grading.services.rows import lock_sheet
from coso.grading.services.scoring import require_scorer
from coso.lib import clock
from coso.lib.text import legible
from coso.papers.attachments.files import keep_attachment
from coso.register.visibility import may


def enter_for(*, sheet: Sheet, why: str, by: Account) -> Act:
    """The managing union takes over the typing for a union on paper; every page and paper then says so."""
    today = clock.today()
    if not legible(why):
        raise RefusedError(Reason(_("Say why the union cannot enter its sheet itself."), "why"))
    with act(by=by, verb="sheet.enter_for", unit=sheet.unit_id, subject=sheet, reason=why.strip()) as a:
        now = lock_sheet(sheet.id)
        if not may(by, "grading.enter_for", managing_unit(now.unit, today)):
            raise ForbiddenError(_("You have no permission for this."))
        if now.step != SELF:
            raise RefusedError(_("The sheet is no longer at this step; load the page again."))
        if now.entered_for:
            raise RefusedError(_("Somebody enters for this union already."))
        a.write(Sheet, {sheet.id: {"entered_for": f"{by.name}, {today:%d/%m/%Y}. {why.strip()}"}})
    return a


def attach_signed_page(*, sheet: Sheet, upload: UploadedFile | None, by: Account | None) -> Act:
    """Attaches the scan or photo of the signed page of a sheet that was entered on behalf; a newer one takes its place.

    Raises RefusedError, field "signed_page" or "file".
    """
    if upload is None:
        raise RefusedError(Reason(_("Choose a file."), "signed_page"))
    with act(by=by, verb="sheet.sign", unit=sheet.unit_id, subject=sheet) as a:
        now = lock_sheet(sheet.id)
        require_scorer(by, now)
        if not now.entered_for or now.step != SELF:
            raise RefusedError(_("The sheet is no longer at this step; load the page again."))
        a.write(Sheet, {now.id: {"signed_page_id": keep_attachment(a, now.unit, upload)}})
    return a


def hand_back(*, sheet: Sheet, by: Account | None) -> Act:
    """The union types its sheet itself again; what was entered for it stays, the page signed for it no longer counts.

    By whoever may enter for it, or by the union's head. Raises RefusedError.
    """
    with act(by=by, verb="sheet.hand_back", unit=sheet.unit_id, subject=sheet) as a:
        now = lock_sheet(sheet.id)
        if by and not (may(by, "grading.enter_for", now.unit) or may(by, "grading.submit", now.unit)):
            raise ForbiddenError(_("You have no permission for this."))
        if now.step != SELF or not now.entered_for:
            raise RefusedError(_("The sheet is no longer at this step; load the page again."))
        a.write(Sheet, {now.id: {"entered_for": "", "signed_page_id": None}})
    return a

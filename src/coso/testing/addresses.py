"""Every address of ours with the objects that it is about in the small tree, and the forms that are sent there."""

from django.core.files.uploadedfile import SimpleUploadedFile

from coso.access.journal import act
from coso.access.models import Action
from coso.advice.models import Advice
from coso.advice.services import log_advice
from coso.dialogue.models import Item, Promise, Session
from coso.dialogue.services.agenda import add_item, items_of
from coso.dialogue.testing import a_held_session, a_promise, a_session
from coso.grading.models import Cluster, Round, Sheet, SheetLine
from coso.grading.papers.subjects import SheetSubject
from coso.grading.services.proofs import add_proof
from coso.lib.keys import new_key
from coso.notices.models import Addressee, FactCard, Rumour
from coso.notices.services.facts import publish
from coso.notices.testing import FACTS, heard, row_of, sent
from coso.papers.attachments.files import keep_attachment
from coso.papers.models import Attachment
from coso.papers.services import issue_paper
from coso.register.models import AccessRequest, Appointment, Nomination, Person, UnitWorkplace
from coso.register.services.accounts import ask_code
from coso.register.services.nominations import nominate
from coso.register.testing.tree import START
from coso.requests.models import Request
from coso.rubrics.models import Rubric, RubricReading
from coso.rubrics.services.readings import keep_reading
from coso.rubrics.services.rubrics import copy_rubric
from coso.voice.models import Concern, Enclosure, Poster, Stoppage
from coso.voice.services.posters import put_up
from coso.voice.services.stoppages import record_stoppage
from coso.voice.synthesis_models import Synthesis
from coso.voice.testing import say

UNITS = ("province", "ward", "other_ward", "garment", "school", "stranger", "line5")
BASES = ("garment", "school", "stranger")
MACHINE = "machine"  # who runs the machine, whatever the post
# Each address of ours: what it is about, and the permission that opens it. None: everybody signed in.
ADDRESSES = {
    "home": ("", None),
    "owed": ("", None),
    "units": ("", None),
    "search": ("", None),
    "token": ("", None),
    "matrix": ("", None),
    "who_sees_me": ("", None),
    "devices": ("", None),
    "channels": ("", None),
    "channels_state": ("anywhere", "channels.see"),
    "grading": ("anywhere", "grading.see"),
    "grading_year": ("year", "grading.see"),
    "sheets": ("year", None),
    "compare": ("year", "grading.see"),
    "unit": ("unit", "units.see"),
    "tree": ("unit", "units.see"),
    "unit_found": ("unit", "units.change"),
    "unit_change": ("unit", "units.change"),
    "unit_end": ("unit", "units.change"),
    "appoint": ("unit", "seats.change"),
    "portfolios": ("unit", "seats.change"),
    "workplaces": ("unit", "units.see"),
    "workplace_count": ("site", "workers.count"),
    "communes": ("unit", "units.see"),
    "authority": ("unit", "units.see"),
    "records": ("unit", "units.see"),
    "link_end": ("end", "units.change"),
    "seat_of": ("unit_key", "seats.change"),
    "appointment_end": ("post", "seats.change"),
    "appointment_code": ("post", "seats.change"),
    "appointment_manager": ("post", "seats.change"),
    "nomination": ("named", "seats.change"),
    "access_request": ("asked", "seats.change"),
    "machine": ("", MACHINE),
    "machine_access": ("", MACHINE),
    "machine_health": ("", MACHINE),
    "machine_health_progress": ("", MACHINE),
    "journal": ("anywhere", "journal.see"),
    "action": ("action", "journal.see"),
    "round_open": ("anywhere", "grading.open"),
    "round": ("round", None),
    "round_cancel": ("round_of_all", "grading.open"),
    "late": ("round", "grading.appraise"),
    "extend_branch": ("round", "grading.appraise"),
    "clusters": ("round", "grading.appraise"),
    "cluster_new": ("round", "grading.appraise"),
    "cluster": ("cluster", "grading.see"),
    "cluster_edit": ("cluster", "grading.appraise"),
    "cluster_of_sheet": ("sheet", "grading.see"),
    "council": ("round_of_all", "grading.review"),
    "portfolio": ("", None),
    "petition": ("petition", "grading.see"),
    "petition_new": ("sheet", "grading.submit"),
    "group_remark": ("remark", "people.see"),
    "reopen": ("sheet", "grading.reopen"),
    "sheet": ("sheet", "grading.see"),
    "sheet_poll": ("sheet", "grading.evidence"),
    "sheet_poll_count": ("sheet", "polls.run"),
    "sheet_poll_meeting": ("sheet", "polls.run"),
    "sheet_poll_roster": ("sheet", "polls.run"),
    "sheet_poll_sign_list": ("sheet", "polls.run"),
    "line_evidence": ("line", "grading.evidence"),
    "line_proofs": ("line", "grading.evidence"),
    "proof_withdraw": ("proof", "grading.evidence"),
    "attachment": ("file", "papers.see"),
    "papers_of_sheet": ("sheet", "grading.evidence"),
    "sheet_paper": ("sheet_paper", "grading.evidence"),
    "papers_of_unit": ("branch", "grading.see"),
    "unit_paper": ("unit_paper", "grading.see"),
    "document_file": ("document", "grading.see"),
    "report": ("anywhere", "voice.report"),
    "report_worker": ("", None),
    "syntheses": ("anywhere", "voice.read"),
    "synthesis": ("synthesis", "voice.read"),
    "papers_of_synthesis": ("synthesis", "voice.read"),
    "synthesis_paper": ("synthesis_paper", "voice.read"),
    "concerns": ("anywhere", "voice.read"),
    "concern": ("concern", "voice.read"),
    "concern_enclosure": ("enclosure", "voice.read"),
    "places": ("anywhere", "voice.read"),
    "place": ("unit", "voice.read"),
    "place_replay": ("unit", "voice.read"),
    "stoppage_new": ("unit", "voice.stoppages"),
    "stoppage": ("stoppage", "voice.stoppages"),
    "places_test": ("anywhere", "voice.stoppages"),
    "report_form": ("anywhere", "voice.read"),
    "posters": ("anywhere", "voice.posters"),
    "posters_of": ("unit", "voice.posters"),
    "desk_rule": ("unit", "voice.answer"),
    "posters_print": ("unit", "voice.posters"),
    "dialogues": ("anywhere", "dialogue.read"),
    "dialogue_new": ("anywhere", "dialogue.run"),
    "dialogue": ("dialogue", "dialogue.read"),
    "commitment": ("commitment", "dialogue.read"),
    "notices": ("anywhere", "notices.read"),
    "notice_write": ("anywhere", "notices.send"),
    "notice": ("notice", "notices.read"),
    "notice_reach": ("notice", "notices.read"),
    "notice_file": ("notice", "notices.read"),
    "notice_for": ("addressee", "notices.read"),
    "rumours": ("anywhere", "notices.hear"),
    "rumour_hear": ("anywhere", "notices.hear"),
    "rumour": ("rumour", "notices.hear"),
    "fact_cards": ("anywhere", "notices.read"),
    "fact_card_write": ("anywhere", "notices.answer"),
    "fact_card": ("fact_card", "notices.read"),
    "fact_card_print": ("fact_card", "notices.read"),
    "advices": ("anywhere", "advice.see"),
    "advice": ("advice", "advice.see"),
    "advice_new": ("unit", "advice.keep"),
    "members": ("anywhere", "people.see"),
    "members_group": ("group", "people.confirm"),
    "members_total": ("anywhere", "people.see"),
    "members_excel": ("anywhere", "people.see"),
    "member_add": ("anywhere", "people.change"),
    "member_by_number": ("anywhere", "people.see_id"),
    "members_import": ("anywhere", "people.change"),
    "units_import": ("anywhere", "units.import"),
    "units_sample": ("anywhere", "units.import"),
    "officers_import": ("anywhere", "seats.change"),
    "results_import": ("anywhere", "grading.decide"),
    "officers_sample": ("anywhere", "seats.change"),
    "identities": ("anywhere", "members.settle"),
    "identities_of": ("unit_key", "members.settle"),
    "identities_asked": ("anywhere", "people.change"),
    "transfers": ("anywhere", "people.change"),
    "transfer_ask": ("anywhere", "people.change"),
    "person_release": ("member", "people.change"),
    "person_away": ("member", "people.change"),
    "person": ("person", "people.see"),
    "person_seen": ("person", "people.see"),
    "person_join": ("person", "people.change"),
    "person_correct": ("person", "people.change"),
    "person_erase": ("person", "people.erase"),
    "person_leave": ("member", "people.change"),
    "person_move": ("member", "people.change"),
    "rubrics": ("anywhere", "grading.see"),
    "rubric": ("rubric", "grading.see"),
    "rubric_text": ("rubric", "grading.see"),
    "rubric_word": ("rubric", "grading.see"),
    "rubric_copy": ("rubric", "rubrics.edit"),
    "rubric_take_in": ("anywhere", "rubrics.edit"),
    "rubric_edit": ("draft", "rubrics.edit"),
    "criterion_add": ("draft", "rubrics.edit"),
    "criterion_edit": ("criterion", "rubrics.edit"),
    "rubric_limits": ("draft", "rubrics.edit"),
    "gate_add": ("draft", "rubrics.edit"),
    "gate_edit": ("gate", "rubrics.edit"),
    "variant_add": ("draft", "rubrics.edit"),
    "variant_edit": ("variant", "rubrics.edit"),
    "rubric_reading": ("reading", "rubrics.edit"),
    "amendments": ("round", "grading.see"),
    "amend": ("round", "grading.amend"),
}
IN_DRAFT = {"criterion": ["D01"], "gate": ["K1"], "variant": ["soe"]}


def a_document(unit):
    sheet = Sheet.objects.select_related("unit", "round__rubric", "round__unit").get(unit=unit)
    return [issue_paper(subject=SheetSubject(sheet), what="bang-cham-diem", by=None).pk, "docx"]


UPPER = ("province", "ward", "other_ward")
PAPERS = {
    "branch": lambda unit: ([2026, unit.code], unit),
    "unit_paper": lambda unit: ([2026, unit.code, "bieu-tong-hop", "docx"], unit),
    "sheet_paper": lambda unit: ([Sheet.objects.get(unit=unit).pk, "bang-cham-diem", "docx"], unit),
    "document": lambda unit: (a_document(unit), unit),
}


def targets(kind, tree):
    """(arguments, unit or None) of every object of a kind."""
    if kind in ("named", "asked"):
        return waiting(kind, tree)
    if kind == "year":
        return [([2026], None)]
    if kind in ("round", "round_of_all"):
        return [([Round.objects.get().pk], tree.province if kind == "round_of_all" else None)]
    if kind == "cluster":
        return [([a_cluster(tree).pk], tree.ward)]
    if kind in ("petition", "remark"):
        found = Request.objects.filter(kind__endswith=kind).select_related("unit")
        return [([asked.pk], asked.unit) for asked in found]
    if kind == "concern":
        return [([spoken(tree, name).uuid], getattr(tree, name)) for name in ("garment", "ward", "province")]
    if kind == "enclosure":
        return [([enclosed_in(spoken(tree, name)), 1], getattr(tree, name)) for name in ("garment", "ward", "province")]
    if kind in NOTICED:
        return [(NOTICED[kind](tree, unit), unit) for unit in (tree.line5, tree.school, tree.stranger)]
    if kind == "fact_card":
        return [([a_card(tree).pk], None)]
    if kind in OF_BASES:
        return [(OF_BASES[kind](getattr(tree, name)), getattr(tree, name)) for name in BASES]
    if kind == "group":
        return [([tree.line5.code], tree.line5)]
    if kind == "unit":
        return [([getattr(tree, name).code], getattr(tree, name)) for name in UNITS]
    if kind in ("site", "end"):
        links = UnitWorkplace.objects.filter(unit__in=[tree.garment, tree.school]).select_related("unit")
        more = ["workplaces"] if kind == "end" else []
        return [([each.unit.code, *more, each.pk], each.unit) for each in links]
    if kind == "unit_key":
        return [([getattr(tree, name).pk], getattr(tree, name)) for name in UNITS]
    if kind == "sheet":
        return [([Sheet.objects.get(unit=getattr(tree, name)).pk], getattr(tree, name)) for name in BASES]
    if kind == "line":
        return [
            ([SheetLine.objects.get(sheet__unit=getattr(tree, name), code="T01").pk], getattr(tree, name))
            for name in BASES
        ]
    if kind in ("proof", "file"):
        return [([pair[kind == "file"]], getattr(tree, name)) for name, pair in proved(tree).items()]
    if kind in PAPERS:
        return [PAPERS[kind](getattr(tree, name)) for name in (UPPER if kind in ("branch", "unit_paper") else BASES)]
    if kind == "post":
        held = Appointment.objects.filter(seat__unit__in=[tree.garment, tree.stranger, tree.ward])
        return [([each.seat.unit.code, each.pk], each.seat.unit) for each in held.select_related("seat__unit")]
    if kind in ("person", "member"):
        found = Person.objects.filter(appointments__seat__unit__in=[tree.garment, tree.stranger, tree.ward])
        return [([person.code], person.home) for person in found.distinct().select_related("home")]
    if kind == "rubric":
        return [([row.pk], None) for row in Rubric.objects.all()]
    if kind in ("draft", *IN_DRAFT):
        return [([draft().pk, *IN_DRAFT.get(kind, ())], None)]
    if kind == "reading":
        return [([reading().pk], None)]
    if kind == "action":
        return [([getattr(tree, name).act], getattr(tree, name)) for name in ("garment", "ward")]
    return [([], None)]


def waiting(kind, tree):
    """What waits to be confirmed: somebody named for a post of the ward, codes of a chair and of the province."""
    if kind == "named":
        return [([Nomination.objects.get(unit=tree.ward).pk], tree.ward)]
    rows = AccessRequest.objects.select_related("person__home")
    return [([row.pk], row.person.home) for row in rows]


def let_wait(tree, actors):
    """Somebody named for a post by the ward, new codes asked for by who runs the machine."""
    nominate(code="DV9999999", unit=tree.ward, post="inspector", day=START, by=actors.hanh)
    for name in ("nhung", "giay"):
        ask_code(person=actors.people[name], by=actors.quan)


def ask_about(unit):
    """A petition about the sheet of a union, so that there is one to look at."""
    with act(by=None, verb="test") as a:
        sheet = Sheet.objects.select_related("round").get(unit=unit)
        units = {"unit_id": sheet.unit_id, "owes_id": sheet.round.unit_id}
        row = {"kind": "grading.petition", "subject": sheet.pk, "day": START, "due": START, "text": "x", **units}
        a.write(Request, {new_key(): {**row, "about": {"grade": "done"}}})


def remark_on(group):
    """A remark of its leader on the list of a group."""
    with act(by=None, verb="test") as a:
        units = {"unit_id": group.pk, "owes_id": group.pk}
        row = {"kind": "members.group_remark", "subject": group.pk, "day": START, "due": START, "text": "x"}
        a.write(Request, {new_key(): {**row, **units}})


def a_cluster(tree):
    """A cluster that the ward names, of no union of an actor: the tests of clusters show what its unions see."""
    if not Cluster.objects.exists():
        with act(by=None, verb="test") as a:
            row = {"round_id": Round.objects.get().pk, "unit_id": tree.ward.pk, "lead_id": tree.garment.pk}
            a.write(Cluster, {new_key(): {**row, "name": "Cụm số 1"}})
    return Cluster.objects.get()


def synthesis_of(unit):
    """A monthly synthesis of a union."""
    if not Synthesis.objects.filter(unit=unit).exists():
        with act(by=None, verb="test") as a:
            a.write(Synthesis, {new_key(): {"unit_id": unit.pk, "month": START.replace(day=1)}})
    return Synthesis.objects.get(unit=unit)


def advised(unit):
    """A case of legal advice of a union."""
    found = Advice.objects.filter(unit=unit).first()
    return found or log_advice(unit=unit, day=START, field="wage", way="met", people=2, by=None)


def a_poster(tree):
    return Poster.objects.first() or put_up(unit=tree.garment, places=["Cổng"], by=None)[0]


def a_dialogue(unit):
    return Session.objects.filter(unit=unit).first() or a_session(unit)


def a_point(unit):
    row = a_dialogue(unit)
    return Item.objects.filter(session=row).first() or add_item(session=row, text="Bữa ca", by=None)


def a_commitment(unit):
    return Promise.objects.filter(unit=unit).first() or a_promise(items_of(a_held_session(unit))[0])


def a_stoppage(unit):
    held = Stoppage.objects.filter(unit=unit).first()
    return held or record_stoppage(unit=unit, day=START, size="", topics=["wage"], by=None)


def enclosed_in(concern):
    """The name of a concern with something enclosed."""
    if not concern.enclosures.exists():
        Enclosure.objects.create(concern=concern, n=1, kind="photo", day=START, body=b"x")
    return concern.uuid


def spoken(tree, reader):
    """A concern about the garment union that a desk reads."""
    desk = getattr(tree, reader)
    return Concern.objects.filter(reader=desk).first() or say(a_poster(tree), reader=desk)[0]


def told(tree, unit):
    """What the unit above told one unit, with a file: seen from where that one stands and from above."""
    known = Addressee.objects.filter(unit=unit, notice__branch=unit).select_related("notice").first()
    if known:
        return known
    above = {tree.line5: tree.garment, tree.school: tree.ward, tree.stranger: tree.other_ward}[unit]
    with act(by=None, verb="test") as a:
        file = keep_attachment(a, above, SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
    return row_of(sent(above, branch=unit, file=Attachment.objects.get(pk=file)), unit)


OF_BASES = {
    "synthesis": lambda unit: [synthesis_of(unit).pk],
    "synthesis_paper": lambda unit: [synthesis_of(unit).pk, "tong-hop-tam-tu", "docx"],
    "advice": lambda unit: [advised(unit).pk],
    "dialogue": lambda unit: [a_dialogue(unit).pk],
    "commitment": lambda unit: [a_commitment(unit).pk],
    "stoppage": lambda unit: [a_stoppage(unit).pk],
}
NOTICED = {
    "notice": lambda tree, unit: [told(tree, unit).notice_id],
    "addressee": lambda tree, unit: [told(tree, unit).pk],
    "rumour": lambda _tree, unit: [(Rumour.objects.filter(unit=unit).first() or heard(unit)).pk],
}


def a_card(tree):
    return FactCard.objects.first() or publish(unit=tree.garment, facts=FACTS, by=None)


def proved(tree):
    """(proof, file) on a line of each union's sheet."""
    out = {}
    for name in BASES:
        line = SheetLine.objects.select_related("sheet__unit", "sheet__round").get(
            sheet__unit=getattr(tree, name), code="T01"
        )
        proof = line.proofs.first() or add_proof(
            line=line, kind="file", upload=SimpleUploadedFile("a.pdf", b"%PDF-1.7"), by=None
        )
        out[name] = (proof.pk, proof.file_id)
    return out


def draft():
    known = Rubric.objects.filter(code="nhap").first()
    return known or copy_rubric(rubric=Rubric.objects.first(), code="nhap", number="", title="Nháp", by=None)


def reading():
    row = ["STT,Nội dung,Điểm chuẩn\n1,Họp,4\n".encode()]
    return RubricReading.objects.first() or keep_reading(parts=row, name="bang.csv", by=None)


def post_targets(tree):
    sheet = Sheet.objects.get(unit=tree.garment)
    line = SheetLine.objects.get(sheet=sheet, code="D01")
    founding = Action.objects.get(pk=tree.line5.act)
    return [
        ("sheet_deed", [sheet.pk], {"what": "submit", "sure": "1"}),
        ("line_score", [line.pk], {"points": "3"}),
        ("line_appraise", [line.pk], {"points": "3"}),
        ("line_suggest", [line.pk], {"points": "3"}),
        ("cluster_edit", [a_cluster(tree).pk], {"what": "dissolve", "why": "x"}),
        ("nomination", [Nomination.objects.get(unit=tree.ward).pk], {"what": "confirm"}),
        ("access_request", [AccessRequest.objects.get(person__user__username="nhung").pk], {"what": "confirm"}),
        ("line_ask", [line.pk], {"text": "x", "due": "2026-12-01"}),
        ("line_answer", [line.pk], {"answer": "x"}),
        ("petition_new", [sheet.pk], {"text": "x"}),
        ("reopen", [sheet.pk], {"why": "x", "due": "2026-12-30"}),
        ("council", [sheet.round_id], {"what": "decide", "sure": "1"}),
        ("line_proofs", [line.pk], {"kind": "link", "text": "https://a.vn"}),
        ("proof_withdraw", [proved(tree)["garment"][0]], {"reason": "x"}),
        ("rubric_copy", [Rubric.objects.first().pk], {"title": "x", "code": "moi"}),
        ("rubric_edit", [draft().pk], {"title_vi": "x"}),
        ("criterion_deed", [draft().pk, "D01"], {"what": "remove"}),
        ("rubric_limits", [draft().pk], {"level": ""}),
        ("gate_add", [draft().pk], {"code": "K7"}),
        ("gate_edit", [draft().pk, "K1"], {"cap": "good"}),
        ("gate_remove", [draft().pk, "K1"], {}),
        ("variant_add", [draft().pk], {"title_vi": "x"}),
        ("variant_edit", [draft().pk, "soe"], {"title_vi": "x"}),
        ("variant_remove", [draft().pk, "soe"], {"sure": "on"}),
        ("rubric_reading", [reading().pk], {"kind-0": "out"}),
        ("amend", [Round.objects.first().pk], {"amend": "1"}),
        ("take_back", [founding.pk], {"reason": "x"}),
        ("sheet_poll_open", [sheet.pk], {"last": "2030-01-01"}),
        ("sheet_poll_print", [sheet.pk], {"count": "1"}),
        ("sheet_poll_void", [sheet.pk], {"why": "x"}),
        ("sheet_poll_close", [sheet.pk], {"sure": "1"}),
        ("sheet_poll_renew", [sheet.pk], {"last": "2030-01-01"}),
        ("sheet_poll_roster", [sheet.pk], {"handed": "slip"}),
        ("sheet_poll_count", [sheet.pk], {}),
        ("sheet_poll_meeting", [sheet.pk], {}),
        ("sheet_paper_issue", [sheet.pk], {"what": "bang-cham-diem"}),
        ("unit_paper_issue", [2026, tree.ward.code], {"what": "bieu-tong-hop"}),
        ("document_number", a_document(tree.garment)[:1], {"what": "take"}),
        ("document_scan", a_document(tree.garment)[:1], {}),
        *posts_of_concerns(tree),
    ]


def posts_of_concerns(tree):
    """The forms of rooms that hear people, tell them something, or sit with the employer."""
    return [
        ("concern_deed", [spoken(tree, "garment").uuid, "answer"], {"turn": "0", "text": "x"}),
        ("place_care", [tree.garment.code], {"deed": "accepted"}),
        ("posters_of", [tree.garment.code], {"places": "x"}),
        ("stoppage_new", [tree.garment.code], {"day": "x"}),
        ("stoppage_look", [a_stoppage(tree.garment).pk], {}),
        ("dialogue_item", [a_dialogue(tree.garment).pk], {"text": "x", "side": "workers"}),
        ("dialogue_item_remove", [a_dialogue(tree.garment).pk, a_point(tree.garment).pk], {}),
        ("dialogue_topics", [a_dialogue(tree.garment).pk], {"topics": "meals"}),
        ("dialogue_item_change", [a_dialogue(tree.garment).pk, a_point(tree.garment).pk], {"c1-text": "x"}),
        ("dialogue_record", [a_dialogue(tree.garment).pk, a_point(tree.garment).pk], {"i1-said": "x"}),
        ("dialogue_promise", [a_dialogue(tree.garment).pk, a_point(tree.garment).pk], {"p1-what": "x"}),
        ("commitment", [a_commitment(tree.garment).pk], {"kept": "confirmed", "why": "x"}),
        ("dialogue_step", [a_dialogue(tree.garment).pk, "call"], {"called": "01/11/2026"}),
        ("channels_state", [], {"key": "x"}),
        ("desk_rule", [tree.garment.code], {"read_days": "1"}),
        ("notice_for", [told(tree, tree.line5).pk], {}),
        ("notice_unconfirm", [told(tree, tree.line5).pk], {}),
        ("notice_take_back", [told(tree, tree.line5).notice_id], {"why": "x"}),
        ("notice_remind", [told(tree, tree.line5).notice_id], {"dv": tree.line5.code, "sure": "1"}),
        ("rumour_settle", NOTICED["rumour"](tree, tree.line5), {"why": "x"}),
        ("fact_card_end", [a_card(tree).pk], {"why": "x"}),
        ("poster_replace", [tree.garment.code, a_poster(tree).pk], {}),
    ]

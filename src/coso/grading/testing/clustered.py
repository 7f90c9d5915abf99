"""A round whose chain has the cluster's step, over the small tree and three more unions in the ward."""

from coso.grading.models import Sheet
from coso.grading.services.clusters import name_cluster
from coso.grading.services.scoring import submit_sheet
from coso.grading.testing.rounds import dues, employ, start_round
from coso.grading.testing.year import again, fill_in

CLUSTERED = ["self", "cluster", "appraise", "decide", "publish"]


def whole(sheet):
    return Sheet.objects.select_related("unit", "round__rubric", "round__unit").get(pk=sheet.pk)


def open_clustered(tree, rubric):
    """The round, its garment, school and outer sheets open."""
    employ(tree.garment, 5)
    return start_round(tree, rubric, chains={"": dues(CLUSTERED)})


def sheet_of(round_, unit):
    return whole(Sheet.objects.get(round=round_, unit=unit))


def send(sheet, by=None):
    """The union scores everything at its best and sends the sheet."""
    fill_in(sheet, by)
    submit_sheet(sheet=again(sheet), by=by)
    return whole(sheet)


def together(round_, ward, unions, lead, by=None, name="Cụm số 1"):
    return name_cluster(round_=round_, unit=ward, name=name, unions=[unit.id for unit in unions], lead=lead.id, by=by)

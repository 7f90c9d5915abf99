"""What stands in every journaled table and in what is derived from them, to be compared before and after a deed."""

from django.apps import apps

from coso.access.models import Action, Journaled
from coso.register.models import UnitPlace


def standing():
    """{table: rows as text}, each row with the action that last wrote it; places without their own keys."""
    out = {}
    for model in apps.get_models():
        if issubclass(model, Journaled):
            names = [field.attname for field in model._meta.concrete_fields]
            out[model._meta.label] = sorted(map(repr, model.objects.values_list(*names)))
    places = UnitPlace.objects.values_list("unit", "path", "base", "start", "end")
    return out | {"places": sorted(map(repr, places))}


def differing(before, after):
    """The tables that do not stand as before."""
    return [table for table in before if before[table] != after[table]]


def newest_action():
    return Action.objects.order_by("-at", "-id").first()

"""What two histories of the register are compared by."""

import hashlib

from coso.register.models import Appointment, Membership, Person, Seat, Unit, UnitPlace, UnitVersion, UnitWorkplace


def digest():
    out = hashlib.sha256()
    for model in (Unit, UnitVersion, Person, Membership, Seat, Appointment, UnitWorkplace):
        names = [f.attname for f in model._meta.concrete_fields if f.attname != "id_cipher"]
        out.update(repr(sorted(map(repr, model.objects.values_list(*names)))).encode())
    out.update(repr(sorted(map(repr, UnitPlace.objects.values_list("unit", "path", "base", "start", "end")))).encode())
    return out.hexdigest()

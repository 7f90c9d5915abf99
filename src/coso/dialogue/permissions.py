"""Who reads of dialogue and who prepares and records it."""

from coso.access.permissions import Permission
from coso.register.permissions import COMMITTEE, OFFICERS, READERS

READ, RUN = "dialogue.read", "dialogue.run"

PERMISSIONS = [
    Permission(READ, "Xem đối thoại, hội nghị", "See dialogues and conferences", OFFICERS | COMMITTEE | READERS),
    Permission(RUN, "Chuẩn bị và ghi đối thoại, hội nghị", "Prepare and record dialogues", OFFICERS | COMMITTEE),
]

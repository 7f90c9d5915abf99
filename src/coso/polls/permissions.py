"""Who may ask the members. Who may see what was asked, each subject says."""

from coso.access.permissions import Permission
from coso.register.permissions import COMMITTEE, OFFICERS

RUN = "polls.run"

PERMISSIONS = [Permission(RUN, "Lấy ý kiến đoàn viên", "Poll the members", OFFICERS | COMMITTEE)]

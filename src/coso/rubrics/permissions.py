"""Who may read and edit rubrics."""

from coso.access.permissions import Permission
from coso.register.permissions import EVERYONE, PROVINCE

PERMISSIONS = [
    Permission("rubrics.see", "Xem bộ tiêu chí", "See rubrics", EVERYONE),
    Permission("rubrics.edit", "Soạn bộ tiêu chí", "Edit rubrics", PROVINCE),
]

"""Who may see papers and attached files."""

from coso.access.permissions import Permission
from coso.register.permissions import EVERYONE

PERMISSIONS = [Permission("documents.see", "Xem tệp đính kèm", "See attached files", EVERYONE)]

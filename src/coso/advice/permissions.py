"""Who sees and keeps the register of advice."""

from coso.access.permissions import Permission
from coso.register.permissions import COMMITTEE, OFFICERS

SEE, KEEP = "advice.see", "advice.keep"

PERMISSIONS = [
    Permission(SEE, "Xem sổ tư vấn pháp luật", "See the register of legal advice", OFFICERS | COMMITTEE),
    Permission(KEEP, "Ghi sổ tư vấn pháp luật", "Keep the register of legal advice", OFFICERS | COMMITTEE),
]

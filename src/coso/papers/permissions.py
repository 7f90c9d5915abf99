"""Who may see papers and attached files, issue papers and give them their numbers."""

from coso.access.permissions import Permission
from coso.register.permissions import EVERYONE, HEADS, OFFICERS

ISSUE = "papers.issue"

PERMISSIONS = [
    Permission("papers.see", "Xem tệp đính kèm", "See attached files", EVERYONE),
    Permission(ISSUE, "Ban hành văn bản, vào số", "Issue papers, give numbers", OFFICERS | HEADS),
]

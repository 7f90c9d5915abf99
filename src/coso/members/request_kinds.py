"""What is asked and answered about members."""

from coso.members.services.remarks import GroupRemark

REQUEST_KINDS = [GroupRemark]

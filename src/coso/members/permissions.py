"""Who settles what two unions cannot settle between themselves."""

from coso.access.permissions import Permission
from coso.register.permissions import COMMITTEE, LEADERS, OFFICERS

PERMISSIONS = [
    Permission(
        "members.settle",
        "Đối chiếu số định danh, phân xử chuyển sinh hoạt",
        "Settle identities and transfers",
        OFFICERS,
    ),
    Permission("people.confirm", "Xác nhận danh sách tổ", "Confirm the list of a group", COMMITTEE | LEADERS),
]

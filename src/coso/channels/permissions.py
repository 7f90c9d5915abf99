"""Who sees how the channels fare."""

from coso.access.permissions import Permission
from coso.register.permissions import PROVINCE

SEE = "channels.see"

PERMISSIONS = [Permission(SEE, "Xem tình trạng các kênh, gửi lại", "See how the channels fare, send again", PROVINCE)]

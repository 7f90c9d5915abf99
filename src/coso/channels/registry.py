"""The channels, and what rooms do with a message that comes in by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from coso.access.permissions import by_key
from coso.access.terms import Term
from coso.channels.base import Transport
from coso.channels.email.transport import EmailTransport
from coso.channels.messenger.transport import MessengerTransport
from coso.channels.models import EMAIL, MESSENGER, ZALO, ChannelLink
from coso.channels.zalo.transport import ZaloTransport

NAMES = {
    each.key: each
    for each in (
        Term(EMAIL, "Thư điện tử", "E-mail"),
        Term(ZALO, "Zalo", "Zalo"),
        Term(MESSENGER, "Messenger", "Messenger"),
    )
}
# Why something waits or failed; what a service answers stands as its code.
WHY = {
    each.key: each
    for each in (
        Term("unlinked", "Người nhận đã bỏ liên kết", "The receiver has unlinked"),
        Term("not registered", "Kênh chưa đăng ký", "The channel is not registered"),
        Term(
            "window closed", "Đã qua thời gian trả lời miễn phí, chờ người đó nhắn lại", "Waits until they write again"
        ),
        Term("token refused", "Mã truy cập không còn dùng được, cần đặt lại", "The token is refused; set a new one"),
    )
}
TRANSPORTS: Mapping[str, Transport] = {
    each.key: each for each in (EmailTransport(), ZaloTransport(), MessengerTransport())
}


@dataclass(frozen=True)
class Receiver:
    """A room that takes what linked people write: `take` gives the reply; `delivered` is told the key of what went out.

    `number` is that of the delivery: what comes twice is the same.
    """

    key: str
    take: Callable[[ChannelLink, str, str], str]
    delivered: Callable[[str], None]


@cache
def receivers() -> Mapping[str, Receiver]:
    """What the rooms declare in `channel_receivers.py`. Raises ValueError on a doubled key."""
    return by_key("channel_receivers", "RECEIVERS")

"""Who reads, sends and confirms notices; who notes rumours and answers them."""

from coso.access.permissions import Permission
from coso.register.permissions import COMMITTEE, EVERYONE, HEADS, LEADERS, OFFICERS

READ, SEND, CONFIRM = "notices.read", "notices.send", "notices.confirm"
HEAR, ANSWER = "notices.hear", "notices.answer"

PERMISSIONS = [
    Permission(READ, "Đọc thông báo", "Read notices", EVERYONE),
    Permission(
        SEND, "Gửi thông báo, nhắc nơi chưa xác nhận", "Send notices, remind who did not confirm", OFFICERS | HEADS
    ),
    Permission(
        CONFIRM, "Xác nhận đã phổ biến thông báo", "Confirm that a notice was passed on", OFFICERS | COMMITTEE | LEADERS
    ),
    Permission(HEAR, "Ghi thông tin chưa kiểm chứng", "Note rumours", OFFICERS | COMMITTEE | LEADERS),
    Permission(ANSWER, "Trả lời thông tin chưa kiểm chứng", "Answer rumours", OFFICERS | COMMITTEE),
]

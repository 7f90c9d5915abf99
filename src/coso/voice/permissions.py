"""Who reads and answers what workers say, and who puts up posters."""

from coso.access.permissions import Permission
from coso.register.permissions import COMMITTEE, LEADERS, OFFICERS

READ, ANSWER, POSTERS, REPORT = "voice.read", "voice.answer", "voice.posters", "voice.report"
STOPPAGES = "voice.stoppages"
READERS = OFFICERS | COMMITTEE

PERMISSIONS = [
    Permission(READ, "Đọc ý kiến, kiến nghị", "Read concerns", READERS),
    Permission(ANSWER, "Trả lời ý kiến, kiến nghị", "Answer concerns", READERS),
    Permission(POSTERS, "In và thay mã QR nhận ý kiến", "Print and replace posters for concerns", READERS),
    Permission(STOPPAGES, "Ghi ngừng việc tập thể, xem con số đã thỏa thuận", "Record work stoppages", OFFICERS),
    Permission(REPORT, "Báo nhanh điều nghe được ở tổ", "Report what was heard in a group", LEADERS | COMMITTEE),
]

"""The words of concerns: states, how many people, heat, urgency, topics."""

from coso.access.terms import Term
from coso.voice.models import ACCEPTED, ANSWERED, CLOSED, DISMISSED, HANDLING, NOTED, RECEIVED, TOLD, WAITING, WATCHED

STATES = {
    each.key: each
    for each in (
        Term(RECEIVED, "Đã nhận", "Received"),
        Term(HANDLING, "Đang xử lý", "Being handled"),
        Term(WAITING, "Chờ người sử dụng lao động trả lời", "Waits for the employer"),
        Term(ANSWERED, "Đã trả lời", "Answered"),
        Term(TOLD, "Đã báo lại", "Told back"),
        Term(CLOSED, "Đã kết thúc", "Closed"),
    )
}
CLIMBED = Term("climbed", "Chuyển cấp trên", "Handed up")
TONES = {RECEIVED: "gold", HANDLING: "blue", WAITING: "gold", ANSWERED: "green", TOLD: "green", CLOSED: ""}
PEOPLE = {
    each.key: each
    for each in (
        Term("one", "Chỉ tôi", "Only me"),
        Term("some", "Vài người", "A few"),
        Term("group", "Cả tổ", "The whole group"),
        Term("groups", "Nhiều tổ", "Several groups"),
    )
}
CARES = {
    each.key: each
    for each in (
        Term(ACCEPTED, "đã nhận xử lý", "taken up"),
        Term(WATCHED, "theo dõi thêm một ngày", "watched for a day"),
        Term(DISMISSED, "bỏ qua", "dismissed"),
        Term(NOTED, "ghi diễn biến", "noted"),
    )
}
URGENCIES = {
    each.key: each
    for each in (
        Term("0", "Không cần xử lý", "Nothing to do"),
        Term("1", "Thường", "Usual"),
        Term("2", "Gấp", "Pressing"),
        Term("3", "Khẩn", "Urgent"),
    )
}
URGENCY_TONES = {"0": "", "1": "", "2": "gold", "3": "red"}
SIZES = {
    each.key: each
    for each in (
        Term("under_100", "Dưới 100 người", "Under 100 people"),
        Term("to_500", "100 – 500 người", "100 to 500 people"),
        Term("to_1000", "500 – 1.000 người", "500 to 1,000 people"),
        Term("over_1000", "Trên 1.000 người", "Over 1,000 people"),
    )
}

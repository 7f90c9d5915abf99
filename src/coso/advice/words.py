"""The words of the register of advice."""

from coso.access.terms import Term
from coso.advice import models as advice

FIELDS = {
    each.key: each
    for each in (
        Term(advice.WAGE, "Tiền lương, tiền thưởng", "Wages, bonuses"),
        Term(advice.CONTRACT, "Hợp đồng lao động, thôi việc", "Labour contract, dismissal"),
        Term(advice.INSURANCE, "Bảo hiểm xã hội, y tế, thất nghiệp", "Social, health, unemployment insurance"),
        Term(advice.SAFETY, "An toàn, tai nạn lao động", "Safety, accidents at work"),
        Term(advice.DISCIPLINE, "Kỷ luật, bồi thường", "Discipline, damages"),
        Term(advice.UNION, "Quyền công đoàn", "Union rights"),
        Term(advice.OTHER, "Việc khác", "Something else"),
    )
}
WAYS = {
    each.key: each
    for each in (
        Term(advice.MET, "Gặp trực tiếp", "In person"),
        Term(advice.PHONE, "Qua điện thoại, tin nhắn", "By phone or message"),
        Term(advice.WRITTEN, "Bằng văn bản", "In writing"),
        Term(advice.COURT, "Đại diện, tham gia tố tụng", "Represented in proceedings"),
    )
}
OUTCOMES = {
    each.key: each
    for each in (
        Term(advice.SETTLED, "Đã giải quyết xong", "Settled"),
        Term(advice.HANDED_ON, "Đã chuyển cơ quan có thẩm quyền", "Handed to the competent authority"),
        Term(advice.NO_GROUND, "Đã giải thích, không có căn cứ yêu cầu", "Explained; no ground for a claim"),
    )
}

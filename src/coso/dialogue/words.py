"""The words of dialogue: kinds of meetings, cases that the law names, sides, states, outcomes, promises."""

from collections.abc import Iterable

from coso.access.terms import Term
from coso.dialogue import models as m


def _by_key(terms: Iterable[Term]) -> dict[str, Term]:
    return {each.key: each for each in terms}


KINDS = _by_key(
    (
        Term(m.PERIODIC, "Đối thoại định kỳ", "Periodic dialogue"),
        Term(m.REQUEST, "Đối thoại khi có yêu cầu", "Dialogue on request"),
        Term(m.CASE, "Đối thoại khi có vụ việc", "Dialogue on a case"),
        Term(m.CONFERENCE, "Hội nghị người lao động", "Workers' conference"),
    )
)
# Labour Code art. 63.2c: what an employer must not decide without dialogue.
CASES = _by_key(
    (
        Term(
            "assessment", "Quy chế đánh giá mức độ hoàn thành công việc (Điều 36)", "Rules of assessing work (art. 36)"
        ),
        Term(
            "dismissals",
            "Cho thôi việc vì lý do cơ cấu, kinh tế (Điều 42)",
            "Dismissals for economic reasons (art. 42)",
        ),
        Term("labour_plan", "Phương án sử dụng lao động (Điều 44)", "Plan of the use of labour (art. 44)"),
        Term("wages", "Thang lương, bảng lương, định mức lao động (Điều 93)", "Wage scales and norms (art. 93)"),
        Term("bonus", "Quy chế thưởng (Điều 104)", "Rules of bonuses (art. 104)"),
        Term("rules", "Nội quy lao động (Điều 118)", "Internal rules (art. 118)"),
        Term("suspension", "Tạm đình chỉ công việc (Điều 128)", "Suspension of a worker (art. 128)"),
    )
)
SIDES = _by_key(
    (
        Term(m.WORKERS, "Bên người lao động", "The workers' side"),
        Term(m.EMPLOYER, "Bên người sử dụng lao động", "The employer's side"),
    )
)
PARTIES = _by_key(
    (
        Term(m.UNION, "Công đoàn cơ sở", "The grassroots union"),
        Term(m.ORGANISATION, "Tổ chức khác của người lao động", "Another organisation of workers"),
        Term(m.OUTSIDE, "Nhóm đại diện đối thoại của người lao động", "The group of workers in no organisation"),
    )
)
STATES = _by_key(
    (
        Term(m.ASKED, "Đã có yêu cầu", "Asked for"),
        Term(m.PREPARING, "Đang chuẩn bị", "Being prepared"),
        Term(m.CALLED, "Đã mời họp", "Called"),
        Term(m.HELD, "Đã họp, chờ ký", "Held, to be signed"),
        Term(m.SIGNED, "Đã ký biên bản", "Minutes signed"),
        Term(m.PUBLISHED, "Đã công khai", "Published"),
        Term(m.FAILED, "Không thành", "Failed"),
    )
)
TONES = {m.ASKED: "gold", m.PREPARING: "blue", m.CALLED: "blue", m.HELD: "gold", m.SIGNED: "gold"}
TONES |= {m.PUBLISHED: "green", m.FAILED: "red"}
OUTCOMES = _by_key(
    (
        Term(m.OPEN, "Chưa bàn", "Not discussed yet"),
        Term(m.AGREED, "Đã thống nhất", "Agreed"),
        Term(m.LEFT, "Chưa thống nhất", "Not agreed"),
    )
)
PROMISES = _by_key(
    (
        Term(m.PROMISED, "Đang thực hiện", "Under way"),
        Term(m.SAID_DONE, "Báo đã xong, chờ người lao động xác nhận", "Said to be done, to be confirmed"),
        Term(m.CONFIRMED, "Đã xác nhận", "Confirmed"),
        Term(m.NOT_DONE, "Chưa thực hiện", "Not done"),
        Term(m.DROPPED, "Không còn áp dụng", "No longer applies"),
    )
)
PROMISE_TONES = {m.PROMISED: "blue", m.SAID_DONE: "gold", m.CONFIRMED: "green", m.NOT_DONE: "red", m.DROPPED: ""}
ANSWERS = _by_key(
    (
        Term("done", "Đã làm đủ", "Done in full"),
        Term("partly", "Mới làm một phần", "Done in part"),
        Term("not_done", "Chưa làm", "Not done"),
        Term("unsure", "Tôi không rõ", "I do not know"),
    )
)

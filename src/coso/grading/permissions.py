"""Who may do what in the grading year."""

from coso.access.permissions import Permission
from coso.register.permissions import COMMITTEE, EVERYONE, HEADS, OFFICERS, PROVINCE

ABOVE = OFFICERS | PROVINCE | frozenset({"inspector"})
EVIDENCE = "grading.evidence"
LEADER = frozenset({"provincial_leader"})

PERMISSIONS = [
    Permission("grading.see", "Xem đánh giá, xếp loại", "See grading", EVERYONE),
    Permission(EVIDENCE, "Xem minh chứng, giấy tờ, ý kiến đoàn viên", "See evidence, papers, polls", EVERYONE),
    Permission("grading.compare", "Đối chiếu theo nơi quản lý", "Compare by managing union", ABOVE),
    Permission("grading.score", "Tự chấm điểm", "Score oneself", COMMITTEE),
    Permission("grading.submit", "Gửi bảng chấm", "Submit the sheet", HEADS),
    Permission("grading.cluster", "Chấm trong cụm thi đua", "Score within the cluster", HEADS),
    Permission(
        "grading.pass_cluster", "Chuyển tiếp bảng chấm của cụm", "Pass on the sheets of a cluster", HEADS | OFFICERS
    ),
    Permission("grading.appraise", "Thẩm định", "Appraise", OFFICERS),
    Permission("grading.enter_for", "Nhập thay", "Enter on behalf", OFFICERS),
    Permission("grading.review", "Rà soát, họp xét", "Review", PROVINCE),
    Permission("grading.decide", "Quyết định, công khai", "Decide, publish", PROVINCE),
    Permission("grading.open", "Mở kỳ đánh giá", "Open a round", PROVINCE),
    Permission("grading.amend", "Điều chỉnh cả kỳ bằng văn bản", "Amend a round by letter", PROVINCE),
    Permission("grading.reopen", "Xem xét lại kết quả", "Reopen a result", LEADER),
]

"""Who may do what in the grading year."""

from coso.access.permissions import Permission
from coso.register.permissions import COMMITTEE, EVERYONE, HEADS, OFFICERS, PROVINCE

ABOVE = OFFICERS | PROVINCE | frozenset({"inspector"})
EVIDENCE = "evaluation.evidence"
LEADER = frozenset({"provincial_leader"})

PERMISSIONS = [
    Permission("evaluation.see", "Xem đánh giá, xếp loại", "See grading", EVERYONE),
    Permission(EVIDENCE, "Xem minh chứng, giấy tờ, ý kiến đoàn viên", "See evidence, papers, polls", EVERYONE),
    Permission("evaluation.compare", "Đối chiếu theo nơi quản lý", "Compare by managing union", ABOVE),
    Permission("evaluation.score", "Tự chấm điểm", "Score oneself", COMMITTEE),
    Permission("evaluation.submit", "Gửi bảng chấm", "Submit the sheet", HEADS),
    Permission("evaluation.cluster", "Chấm trong cụm thi đua", "Score within the cluster", HEADS),
    Permission(
        "evaluation.pass_cluster", "Chuyển tiếp bảng chấm của cụm", "Pass on the sheets of a cluster", HEADS | OFFICERS
    ),
    Permission("evaluation.appraise", "Thẩm định", "Appraise", OFFICERS),
    Permission("evaluation.enter_for", "Nhập thay", "Enter on behalf", OFFICERS),
    Permission("evaluation.poll", "Lấy ý kiến đoàn viên", "Poll the members", OFFICERS | COMMITTEE),
    Permission("evaluation.review", "Rà soát, họp xét", "Review", PROVINCE),
    Permission("evaluation.decide", "Quyết định, công khai", "Decide, publish", PROVINCE),
    Permission("evaluation.open", "Mở kỳ đánh giá", "Open a round", PROVINCE),
    Permission("evaluation.rubric", "Soạn bộ tiêu chí", "Edit rubrics", PROVINCE),
    Permission("evaluation.amend", "Điều chỉnh cả kỳ bằng văn bản", "Amend a round by letter", PROVINCE),
    Permission("evaluation.reopen", "Xem xét lại kết quả", "Reopen a result", LEADER),
]

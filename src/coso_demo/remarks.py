"""Sentences that unions and appraisers write on made-up sheets."""

CUTS = (
    "Biên bản chưa có chữ ký của hai bên.",
    "Số liệu chưa khớp với danh sách đoàn viên.",
    "Chưa có văn bản gửi kèm.",
    "Chỉ có kế hoạch, chưa có kết quả.",
    "Tổ chức sau thời hạn quy định.",
    "Minh chứng của năm trước.",
    "Đã kiểm tra hồ sơ tại đơn vị.",
)
RAISES = (
    "Đã xem bản gốc tại đơn vị, đủ hồ sơ; tự chấm thấp hơn mức đạt được.",
    "Hồ sơ bổ sung đã đủ.",
    "Đã kiểm tra hồ sơ tại đơn vị.",
)
REPEATED_ON = "D13"
REPEATED = "{name} luôn quan tâm chăm lo đời sống đoàn viên, tổ chức thăm hỏi kịp thời, đoàn viên yên tâm công tác."
MEETING = "Đoàn viên họp tại nơi làm việc, thống nhất công đoàn có lắng nghe, đề nghị thông báo kết quả sớm hơn."
DEPARTURES = (
    "Danh sách còn thiếu đoàn viên mới kết nạp tháng 11, đồng chí thư ký đang nhập bổ sung.",
    "Tổ trưởng báo số liệu khác với danh sách; đã đối chiếu sổ theo dõi của công đoàn.",
    "Chấm thấp hơn gợi ý: hồ sơ giấy của ba đoàn viên chưa đủ.",
)
SUPPLEMENTS = (
    "Đề nghị gửi biên bản họp có chữ ký của hai bên.",
    "Đề nghị bổ sung danh sách kèm số quyết định.",
    "Đề nghị nêu rõ ngày tổ chức và số người dự.",
)
ANSWERS = ("Đã gửi biên bản kèm theo.", "Đã bổ sung danh sách, đồng chí xem trong tệp đính kèm.")
SHARE = "Dòng này ghi {n} điểm: có phải ý đồng chí là {share} % số điểm? Đề nghị kiểm tra lại."
ON_PAPER = "Đơn vị không có máy tính, nộp bảng chấm bằng giấy."
PETITIONS = (
    ("Đề nghị xem lại mức xếp loại: bản thỏa ước đã gửi trước hạn nhưng chưa được tính.", "kept",
     "Thỏa ước có hiệu lực từ năm sau nên không tính cho năm nay; giữ nguyên kết quả."),
    ("Đề nghị xem lại dòng đối thoại: công đoàn đã tổ chức đủ số lần, biên bản gửi muộn.", "kept",
     "Biên bản gửi sau ngày khoá số liệu; giữ nguyên kết quả."),
    ("Đề nghị giải thích vì sao đủ điểm mà không được xếp loại cao hơn.", "", ""),
)  # fmt: skip

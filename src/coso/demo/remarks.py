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
REPEATED = "{name} luôn quan tâm chăm lo đời sống đoàn viên, tổ chức thăm hỏi kịp thời, đoàn viên yên tâm công tác."

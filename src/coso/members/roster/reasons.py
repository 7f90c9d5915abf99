"""Why a cell or a row of a list could not be taken as it stands."""

from coso.lib.identity import WARNINGS

REASONS = {
    "name_missing": ("Thiếu họ tên", "The name is missing"),
    "name_odd": ("Họ tên không đọc được", "The name cannot be read"),
    "name_formula": (
        "Họ tên bắt đầu bằng dấu =, +, - hoặc @",
        "The name begins with =, +, - or @",
    ),
    "name_digits": ("Họ tên có chữ số", "The name has digits in it"),
    "cell_error": ("Ô “{heading}” báo lỗi {shown}", "“{heading}” shows an error {shown}"),
    "uncomputed": (
        "Ô “{heading}” là công thức chưa có kết quả: mở tệp bằng Excel, lưu lại",
        "“{heading}” is a formula without a result: open the file in Excel and save it",
    ),
    "born_unread": ("Ngày sinh không đúng dạng ngày/tháng/năm", "The date of birth is not day/month/year"),
    "born_future": ("Ngày sinh sau hôm nay", "Born after today"),
    "born_young": ("Chưa đủ {youngest} tuổi", "Under {youngest} years old"),
    "born_old": ("Trên {oldest} tuổi", "Over {oldest} years old"),
    "born_twice": ("Năm sinh ghi ở cả cột Nam và cột Nữ", "Year of birth under both men and women"),
    "sex_unread": ("Giới tính không đọc được", "The sex cannot be read"),
    "sex_twice": ("Đánh dấu cả Nam và Nữ", "Marked as both man and woman"),
    "id_sex": ("Giới tính không khớp số căn cước", "The sex does not agree with the ID number"),
    "joined_unread": ("Ngày vào công đoàn không đúng dạng ngày/tháng/năm", "The day of joining is not day/month/year"),
    "joined_future": ("Ngày vào công đoàn sau hôm nay", "Joined after today"),
    "joined_early": ("Ngày vào công đoàn trước ngày sinh", "Joined before being born"),
    "email": ("Địa chỉ thư điện tử không đúng", "Not an e-mail address"),
    "dues": ("Số tiền đoàn phí không đọc được", "The amount of dues cannot be read"),
    "same_id": ("Trùng số giấy tờ với dòng {row}", "Same ID number as row {row}"),
    "same_person": ("Trùng họ tên và ngày sinh với dòng {row}", "Same name and birth as row {row}"),
    "same_card": ("Trùng số thẻ với dòng {row}", "Same card number as row {row}"),
    **{f"phone_{key}": (f"Điện thoại: {vi[0].lower()}{vi[1:]}", f"Phone: {en}") for key, (vi, en) in WARNINGS.items()},
    **{
        f"id_{key}": (f"Giấy tờ: {vi[0].lower()}{vi[1:]}", f"ID: {en}")
        for key, (vi, en) in WARNINGS.items()
        if key != "sex"
    },
}

REMARKS = {
    "month_first": (
        "Cột “{heading}” ghi tháng trước ngày (tháng/ngày/năm), đã đọc cả cột như vậy.",
        "“{heading}” has the month first (month/day/year); the whole column was read so.",
    ),
}

"""Words of the trades: what their workplaces, groups and jobs are called, and how many of the workers are women."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """A trade: patterns of workplace names, names of groups, jobs, share of women, members who leave in a month."""

    patterns: tuple[str, ...]
    groups: tuple[str, ...]
    numbered: str
    jobs: tuple[str, ...]
    women: float
    turnover: float = 0.0008


_OFFICE = ("Tổ Văn phòng",)
_SCHOOL = ("Tổ Văn phòng", "Tổ Khối 1-2-3", "Tổ Khối 4-5")
_UPPER = ("Tổ Văn phòng", "Tổ Khoa học tự nhiên", "Tổ Khoa học xã hội")
_WARDS = ("Tổ Hành chính", "Tổ Khoa Nội", "Tổ Khoa Ngoại", "Tổ Khoa Sản - Nhi", "Tổ Hồi sức")
_PLANT = ("Tổ Văn phòng", "Tổ Cơ điện", "Tổ Kho")
_SEWING = ("Tổ Văn phòng", "Tổ Cắt", "Tổ Hoàn thiện", "Tổ Là", "Tổ Kho", "Tổ Cơ điện", "Tổ Nhà ăn - Bảo vệ")

TRADES = {
    "office": Trade(("UBND {xã}",), _OFFICE, "Tổ {n}", ("Công chức", "Cán bộ"), 0.40),
    "agency": Trade(("Cơ quan {A} {B} tỉnh",), _OFFICE, "Tổ Phòng {n}", ("Chuyên viên", "Văn thư"), 0.42),
    "preschool": Trade(
        ("Trường Mầm non {xã}",), ("Tổ Văn phòng", "Tổ Mẫu giáo", "Tổ Nhà trẻ"), "Tổ {n}", ("Giáo viên",), 0.97
    ),
    "primary": Trade(("Trường Tiểu học {xã} 1",), _SCHOOL, "Tổ Khối {n}", ("Giáo viên", "Nhân viên"), 0.78),
    "lower": Trade(("Trường THCS {xã}",), _UPPER, "Tổ {n}", ("Giáo viên", "Nhân viên"), 0.62),
    "upper": Trade(("Trường THPT {xã}",), _UPPER, "Tổ Bộ môn {n}", ("Giáo viên", "Nhân viên"), 0.58),
    "nursery": Trade(
        ("Trường Mầm non tư thục {hoa} {xã}", "Trường Mầm non tư thục {hoa} {B}"),
        ("Tổ Văn phòng", "Tổ Mẫu giáo"), "Tổ {n}", ("Giáo viên", "Cấp dưỡng"), 0.97, 0.004,
    ),
    "hospital": Trade(
        ("Bệnh viện Đa khoa {A} {B}", "Trung tâm Y tế khu vực {xã}"), _WARDS, "Tổ Khoa {n}",
        ("Bác sĩ", "Điều dưỡng", "Kỹ thuật viên"), 0.66, 0.002,
    ),
    "clinic": Trade(("Phòng khám Đa khoa {A} {B}",), _WARDS, "Tổ Khoa {n}", ("Bác sĩ", "Điều dưỡng"), 0.70, 0.004),
    "health": Trade(("Trung tâm Y tế khu vực {xã}",), _WARDS, "Tổ Khoa {n}", ("Bác sĩ", "Điều dưỡng"), 0.66),
    "centre": Trade(
        ("Trung tâm Dịch vụ {A} {B}", "Trung tâm Giáo dục nghề nghiệp {xã}", "Ban Quản lý rừng {A} {B}"), _OFFICE,
        "Tổ {n}", ("Viên chức", "Nhân viên"), 0.50,
    ),
    "college": Trade(("Trường Cao đẳng {A} {B}", "Viện {A} {B}"), _UPPER, "Tổ Khoa {n}", ("Giảng viên",), 0.55),
    "market": Trade(("Ban Quản lý chợ {xã} {B}",), _OFFICE, "Tổ {n}", ("Nhân viên",), 0.45, 0.003),
    "garment": Trade(
        ("Công ty TNHH May {A} {B}", "Công ty CP May {A} {B}"), _SEWING, "Tổ Chuyền {n}", ("Công nhân may",), 0.82,
        0.008,
    ),
    "footwear": Trade(("Công ty TNHH Giày {A} {B}",), _PLANT, "Tổ Chuyền {n}", ("Công nhân giày",), 0.84, 0.008),
    "electronics": Trade(
        ("Công ty TNHH Điện tử {A} {B}", "Công ty TNHH Linh kiện {A} {B}"), _PLANT, "Tổ Chuyền {n}",
        ("Công nhân lắp ráp", "Kỹ thuật viên"), 0.66, 0.010,
    ),
    "food": Trade(("Công ty CP Chế biến {C} {A} {B}",), _PLANT, "Tổ Sản xuất {n}", ("Công nhân",), 0.58, 0.005),
    "tea": Trade(("Xí nghiệp Chè {A} {B}", "Nông trường Chè {A} {B}"), _OFFICE, "Tổ Đội {n}", ("Công nhân",), 0.55),
    "forestry": Trade(
        ("Công ty TNHH MTV Lâm nghiệp {A} {B}", "Công ty TNHH MTV Thủy lợi {A} {B}"), _OFFICE, "Tổ Đội {n}",
        ("Công nhân", "Kỹ thuật viên"), 0.28,
    ),
    "stone": Trade(("Công ty CP Khoáng sản {A} {B}",), _OFFICE, "Tổ Khai thác {n}", ("Công nhân mỏ",), 0.12, 0.004),
    "construction": Trade(
        ("Công ty CP Xây dựng {A} {n}", "Công ty CP Xây dựng {A} {B}"), _OFFICE, "Tổ Đội {n}",
        ("Thợ xây", "Kỹ sư"), 0.14, 0.004,
    ),
    "transport": Trade(("Công ty CP Vận tải {A} {B}",), _OFFICE, "Tổ Xe {n}", ("Lái xe", "Phụ xe"), 0.10, 0.003),
    "trade": Trade(("Công ty TNHH Thương mại {A} {B}",), _OFFICE, "Tổ Bán hàng {n}", ("Nhân viên",), 0.52, 0.004),
    "hotel": Trade(("Khách sạn {A} {B}",), ("Tổ Văn phòng", "Tổ Bếp"), "Tổ Buồng {n}", ("Nhân viên",), 0.60, 0.004),
    "urban": Trade(
        ("Công ty CP Môi trường Đô thị {A} {B}", "Công ty CP Cấp nước {A} {B}"), _OFFICE, "Tổ Đội {n}",
        ("Công nhân",), 0.45,
    ),
    "cooperative": Trade(("Hợp tác xã Nông nghiệp {xã}",), _OFFICE, "Tổ {n}", ("Xã viên",), 0.40),
    "fishing": Trade(("Nghiệp đoàn nghề cá {xã}",), (), "Tổ tàu {xã} {n}", ("Ngư dân",), 0.01, 0.001),
    "street": Trade(
        (
            "Nghiệp đoàn Xe ôm, xích lô {xã}", "Nghiệp đoàn Bốc xếp chợ {xã}", "Nghiệp đoàn Tiểu thương chợ {xã}",
            "Nghiệp đoàn Xe điện du lịch {xã}", "Nghiệp đoàn Giúp việc gia đình {xã}",
        ),
        (), "Tổ {n}", ("Lao động tự do",), 0.35, 0.001,
    ),
}  # fmt: skip

# The beginnings of commune names in each old district; the endings below are invented.
PLACES = {
    "thành phố Vinh": ("Hưng", "Nghi", "Vinh"),
    "thị xã Cửa Lò": ("Nghi Hải", "Cửa"),
    "thị xã Thái Hòa": ("Nghĩa Hòa", "Thái"),
    "thị xã Hoàng Mai": ("Mai", "Quỳnh Mai"),
    "huyện Diễn Châu": ("Diễn",),
    "huyện Quỳnh Lưu": ("Quỳnh",),
    "huyện Yên Thành": ("Thành", "Yên"),
    "huyện Đô Lương": ("Đô", "Lương"),
    "huyện Nghi Lộc": ("Nghi",),
    "huyện Hưng Nguyên": ("Hưng",),
    "huyện Nam Đàn": ("Nam",),
    "huyện Thanh Chương": ("Thanh",),
    "huyện Anh Sơn": ("Sơn",),
    "huyện Tân Kỳ": ("Kỳ", "Tân"),
    "huyện Nghĩa Đàn": ("Nghĩa",),
    "huyện Quỳ Hợp": ("Châu", "Hợp"),
    "huyện Quỳ Châu": ("Quỳ",),
    "huyện Quế Phong": ("Quế",),
    "huyện Con Cuông": ("Cuông", "Môn"),
    "huyện Tương Dương": ("Xá", "Tam Na"),
    "huyện Kỳ Sơn": ("Huồi", "Na", "Phà"),
}
_ENDS = (
    "Lam", "Ngàn", "Tường", "Thụy", "Ánh", "Lĩnh", "Lạc Trà", "Khê Sa", "Mộc", "Khảo", "Trà Lam", "Sa Ngàn", "Hồng Lam",
    "Bến Gỗ", "Tường Lĩnh",
)  # fmt: skip
SUFFIXES = [*_ENDS, *(f"{end} Hạ" for end in _ENDS), *(f"{end} Thượng" for end in _ENDS)]

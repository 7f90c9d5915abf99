"""What a column of a list of people can hold, and how its heading says so."""

import unicodedata
from enum import StrEnum

from coso.lib.tables import heading_key


class Field(StrEnum):
    """A column of a list of people. OTHER is a heading that is understood and not read."""

    ORDER = "order"
    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    BORN = "born"
    BORN_MAN = "born_man"
    BORN_WOMAN = "born_woman"
    SEX = "sex"
    MAN = "man"
    WOMAN = "woman"
    ID = "id"
    OLD_ID = "old_id"
    PASSPORT = "passport"
    PHONE = "phone"
    EMAIL = "email"
    JOINED = "joined"
    CARD = "card"
    STAFF_NO = "staff_no"
    POSITION = "position"
    GROUP = "group"
    UNIT = "unit"
    ETHNICITY = "ethnicity"
    ADDRESS = "address"
    DUES = "dues"
    NOTE = "note"
    OTHER = "other"


# Folded headings, whole. They win over the phrases below.
_WHOLE = {
    Field.ORDER: "stt|tt|so tt|so thu tu|no|s tt|thu tu",
    Field.NAME: (
        "ho ten|ho va ten|hoten|full name|fullname|name|ten nhan vien|ten cong nhan|ten nguoi lao dong|ten nld"
    ),
    Field.FAMILY: (
        "ho|ho dem|ho va dem|ho lot|ho va ten dem|ho va chu dem|ho va ten lot|ho chu dem|ho ten dem|ho ten lot"
    ),
    Field.GIVEN: "ten|ten goi|ten rieng",
    Field.BORN: "ngay sinh|nam sinh|sinh ngay|sinh nam|ns|ntns|dob|birthday|date of birth|ngay thang nam sinh|sinh",
    Field.BORN_MAN: "nam sinh nam|ngay sinh nam",
    Field.BORN_WOMAN: "nam sinh nu|ngay sinh nu",
    Field.SEX: "gioi tinh|gioi|gt|phai|nam nu|nu nam|sex|gender",
    Field.MAN: "nam|nam gioi|gioi tinh nam",
    Field.WOMAN: "nu|nu gioi|gioi tinh nu|la nu|nu x",
    Field.ID: (
        "cccd|so cccd|can cuoc|so can cuoc|so dinh danh|ma dinh danh|cccd cmnd|"
        "cmnd cccd|id card|ddcn|so ddcn|so giay to"
    ),
    Field.OLD_ID: "cmnd|so cmnd|cmt|so cmt|cmtnd|so cmtnd|cmnd cu|chung minh|chung minh thu",
    Field.PHONE: "dien thoai|dt|so dt|sdt|so dien thoai|dtdd|di dong|mobile|phone|tel|zalo|so zalo",
    Field.EMAIL: "email|e mail|mail|gmail",
    Field.CARD: "the|so the|ma the|so the cd|ma so the",
    Field.STAFF_NO: (
        "ma|ma so|ma nv|manv|msnv|ma nld|ma cn|ma so nv|ma nhan vien|ma cong nhan|so danh bo|employee code|id"
    ),
    Field.POSITION: "chuc vu|chuc danh|cong viec|vi tri|nghe|nghe nghiep|cv|position|job title",
    Field.GROUP: (
        "to cd|to cong doan|cd bo phan|cdbp|to sx|"
        "to|bo phan|bp|phong|phong ban|chuyen|line|don vi|xuong|phan xuong|doi|khoa|department|nhom|to doi|ban"
    ),
    Field.UNIT: "ma cdcs|ma don vi|ma cong doan|ma so cdcs|cdcs|ten cdcs|cong doan co so|ten cong doan co so",
    Field.ETHNICITY: "dan toc",
    Field.DUES: "doan phi|muc dong|so tien|tien doan phi|dong doan phi",
    Field.NOTE: "ghi chu|ghi chi|note|notes|remark|remarks",
    Field.OTHER: "ky|ky ten|ky nhan|chu ky|ngay vao doan|vao doan",
}

# Phrases inside a heading, tried in this order.
_PHRASES = (
    (Field.OTHER, "ngay cap|noi cap|vao dang|ket nap dang|vao lam|nhan viec|hop dong|tai khoan|luong|bao hiem|bhxh"),
    (Field.OTHER, "ma so thue|het han|vao doan tncs|doan thanh nien|nghi viec|trinh do|chuyen mon|ton giao|ngan hang"),
    (Field.JOINED, "vao cong doan|vao cd|gia nhap|ket nap|ngay vao doan vien|nam vao cong doan"),
    (Field.CARD, "the doan vien|the cong doan|ma doan vien|ma so doan vien|so the"),
    (Field.DUES, "doan phi"),
    (Field.FAMILY, "ho dem|ho lot|ho va ten dem|ho ten dem|ho va dem"),
    (Field.EMAIL, "email|thu dien tu|e mail"),
    (Field.PHONE, "dien thoai|sdt|di dong|so dt|phone"),
    (Field.PASSPORT, "passport"),
    (Field.ID, "cccd|can cuoc|dinh danh"),
    (Field.OLD_ID, "cmnd|chung minh|cmtnd"),
    (Field.PASSPORT, "ho chieu"),
    (Field.STAFF_NO, "ma nhan vien|ma nv|ma so nv|ma cong nhan|ma so nhan vien|ma nld|ma nguoi lao dong"),
    (Field.NAME, "ho va ten|ho ten|ten nhan vien|ten doan vien|ten cong nhan|ten nguoi lao dong"),
    (Field.SEX, "gioi tinh|nam nu"),
    (Field.BORN, "ngay sinh|nam sinh|thang sinh|date of birth|nam sinh"),
    (Field.ADDRESS, "dia chi|noi o|cho o|ho khau|thuong tru|tam tru|que quan|nguyen quan|noi sinh"),
    (Field.POSITION, "chuc vu|chuc danh|cong viec|vi tri|nghe nghiep"),
    (Field.GROUP, "bo phan|to san xuat|to cong doan|to cd|phong ban|phan xuong|don vi|chuyen may|noi lam viec"),
    (Field.NOTE, "ghi chu"),
)  # fmt: skip

_MIDDLE = frozenset(("ten dem", "dem", "chu dem", "ten lot", "lot", "chu lot", "middle name"))
# Whose name, birth or number a column holds, if not the member's own.
_OTHERS = (
    *("nguoi than", "than nhan", "khan cap", "bao tin", "nguoi lien he", "nguoi nha", "gia dinh", "phu huynh"),
    *("nguoi phu thuoc", "nguoi gioi thieu", "nguoi bao lanh", "nguoi lap", "nguoi nhap", "nguoi quan ly"),
    *("nguoi phu trach", "nguoi dai dien", "chu ho", "nguoi thu huong", "nguoi huong", "giam doc", "cha me", "bo me"),
    *("ten bo", "ten cha", "ten me", "ten con", "con trai", "con gai", "vo chong", "ten vo", "ten chong"),
    *("emergency", "spouse", "father", "mother", "relative", "next of kin"),
)
_OWN = ("doan vien", "nguoi lao dong", "nld", "cong nhan", "can bo")
_RELATIVES = frozenset(("bố", "cha", "mẹ", "vợ", "chồng", "con", "chong", "vo"))
_PERSONAL = frozenset(
    {
        *(Field.NAME, Field.FAMILY, Field.GIVEN, Field.BORN, Field.SEX, Field.ID, Field.OLD_ID, Field.PASSPORT),
        *(Field.PHONE, Field.EMAIL, Field.ADDRESS, Field.POSITION, Field.STAFF_NO),
    }
)

_WHOLE_FIELD = {heading: field for field, headings in _WHOLE.items() for heading in headings.split("|")}
_PHRASE_FIELD = [(phrase, field) for field, phrases in _PHRASES for phrase in phrases.split("|")]
_LONGEST = 60


def field_of(heading: str) -> Field | None:
    """The field a heading names, or None; a column of somebody else's details is understood and not read."""
    field = _field_named(heading)
    return Field.OTHER if field in _PERSONAL and is_others(heading) else field


def _field_named(heading: str) -> Field | None:
    key = heading_key(heading)
    if not key or len(key) > _LONGEST or _is_year(heading):
        return None
    whole = _WHOLE_FIELD.get(key) or _WHOLE_FIELD.get(heading_key(heading.partition("(")[0]))
    if whole:
        return whole
    padded = f" {key} "
    return next((field for phrase, field in _PHRASE_FIELD if f" {phrase} " in padded), None)


def _is_year(heading: str) -> bool:
    """ "Nam" and "Năm" are one word once folded; a lone "Năm" says nothing."""
    return heading_key(heading) == "nam" and "ă" in unicodedata.normalize("NFC", heading).lower()


def is_others(heading: str) -> bool:
    """Whether a heading names another person than the one of the row: a relative, whom to call, who made the list."""
    words = "".join(c if c.isalpha() else " " for c in unicodedata.normalize("NFC", heading).lower()).split()
    padded = f" {heading_key(heading)} "
    if any(f" {phrase} " in padded for phrase in _OWN):
        return False
    return not _RELATIVES.isdisjoint(words) or any(f" {phrase} " in padded for phrase in _OTHERS)


def is_middle(heading: str) -> bool:
    """Whether a heading names what stands between family name and given name."""
    return heading_key(heading) in _MIDDLE


def field_under(parent: str, heading: str) -> Field | None:
    """The field of a heading that stands under another: "Năm sinh" over "Nữ" is the year of birth of a woman."""
    above, own = heading_key(parent), heading_key(heading)
    if _is_year(heading):
        return field_of(parent)
    if is_middle(heading):
        return None
    if is_others(parent) and field_of(heading) in _PERSONAL:
        return Field.OTHER
    if own in ("nam", "nu"):
        if "sinh" in above.split():
            return Field.BORN_MAN if own == "nam" else Field.BORN_WOMAN
        return field_of(heading)
    if not own:
        return field_of(parent)
    whole = field_of(heading) if own in _WHOLE_FIELD else None
    together = field_of(f"{parent} {heading}") if above else None
    return whole or (together if together in (Field.JOINED, Field.OTHER) else field_of(heading) or together)


def is_sure(heading: str) -> bool:
    """Whether a heading is known whole, not by a phrase in it."""
    return heading_key(heading) in _WHOLE_FIELD

"""Who may do what with the organisation and its people."""

from coso.access.permissions import Permission

PROVINCE = frozenset({"provincial_leader", "provincial_specialist"})
OFFICERS = PROVINCE | {"managing_officer"}
HEADS = frozenset({"chair", "vice_chair"})
COMMITTEE = HEADS | {"committee_member"}
CHECKERS = frozenset({"inspection_head", "inspection_member"})  # reads, changes nothing (charter XII)
READERS = frozenset({"inspector"}) | CHECKERS
FIRST = frozenset({"provincial_leader"})
LEADERS = frozenset({"group_leader"})
EVERYONE = OFFICERS | COMMITTEE | READERS | LEADERS

PERMISSIONS = [
    Permission("units.see", "Xem tổ chức", "See the organisation", EVERYONE),
    Permission("units.change", "Thay đổi tổ chức", "Change the organisation", OFFICERS),
    Permission("units.import", "Nhập danh sách tổ chức", "Import units", PROVINCE),
    Permission("seats.change", "Bố trí chức danh, hồ sơ phụ trách", "Appoint people, assign portfolios", OFFICERS),
    Permission("workers.count", "Ghi số lao động", "Enter numbers of workers", OFFICERS | COMMITTEE),
    Permission("people.see", "Xem đoàn viên", "See members", EVERYONE),
    Permission(
        "people.see_contact", "Xem số điện thoại, e-mail", "See phone and e-mail", OFFICERS | COMMITTEE | LEADERS
    ),
    Permission("people.see_id", "Xem số định danh", "See national ID", PROVINCE | HEADS),
    Permission("people.change", "Sửa hồ sơ, tăng, giảm đoàn viên", "Change members", OFFICERS | COMMITTEE),
    Permission(
        "people.erase", "Xoá trắng hồ sơ một người", "Erase a person's details", frozenset({"provincial_leader"})
    ),
    Permission("journal.see", "Xem nhật ký", "See the journal", OFFICERS | HEADS | READERS),
    Permission("journal.undo", "Hoàn tác nhập liệu", "Undo entries", OFFICERS | HEADS),
]

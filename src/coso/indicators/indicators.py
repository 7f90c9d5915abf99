"""The indicators of the register."""

from coso.indicators import register_figures as of
from coso.indicators import structure
from coso.indicators.movements import moved, movements_on_time
from coso.indicators.registry import Indicator

BOARDS_VI = "Dưới 30 đoàn viên và dưới 10 nữ đoàn viên: chưa phải lập ủy ban kiểm tra, ban nữ công (Điều lệ khoá XII)."
BOARDS_EN = "Under 30 members and 10 women no inspection committee or women's board is due (charter, XII congress)."

INDICATORS = [
    Indicator(
        "members.count",
        "number",
        "Số đoàn viên",
        "Members",
        of.member_counts,
        of.members,
        record="members",
        covered="zero",
    ),
    Indicator("groups.count", "number", "Số tổ công đoàn", "Union groups", of.group_counts, of.groups),
    Indicator(
        "workplace.headcount", "number", "Số lao động", "Workers", of.headcounts, of.workplaces, record="headcounts"
    ),
    Indicator(
        key="members.coverage_share",
        kind="share",
        vi="Đoàn viên trên lao động",
        en="Members among workers",
        figures=of.coverages,
        record="members",
        evidence=of.members,
    ),
    Indicator(
        key="members.completeness_share",
        kind="share",
        vi="Hồ sơ đoàn viên đầy đủ",
        en="Complete member records",
        figures=of.completeness,
        record="members",
        evidence=of.members,
        recomputable=False,
    ),
    Indicator(
        key="members.net_growth_share",
        kind="share",
        vi="Đoàn viên tăng thuần",
        en="Net growth of members",
        figures=of.net_growth,
        record="members",
        evidence=of.members,
    ),
    Indicator(
        key="officers.group_leader_share",
        kind="share",
        vi="Tổ trưởng trong ban chấp hành",
        en="Group leaders in the committee",
        figures=of.group_leader_share,
        record="seats",
        evidence=of.committee,
    ),
    Indicator(
        key="members.movements_on_time_share",
        kind="share",
        vi="Biến động đoàn viên ghi đúng hạn",
        en="Movements of members booked in time",
        figures=movements_on_time,
        evidence=moved,
        record="movements",
        covered="none",
    ),
    Indicator(
        key="units.structure_findings",
        kind="count",
        vi="Điểm cần chỉnh về cơ cấu tổ chức",
        en="Open findings of the structure review",
        figures=structure.structure_findings,
        evidence=structure.findings_evidence,
        record="seats",
    ),
    Indicator(
        key="officers.chair_filled",
        kind="bool",
        vi="Có chủ tịch",
        en="The chair's seat is filled",
        figures=structure.chair_filled,
        evidence=structure.chairs,
        record="seats",
    ),
    Indicator(
        key="officers.committee_complete_share",
        kind="share",
        vi="Ban chấp hành đủ số lượng",
        en="People in the committee over its size",
        figures=structure.committee_complete,
        evidence=structure.committee_of_known_size,
        record="seats",
    ),
    Indicator(
        key="boards.in_post_share",
        kind="share",
        vi="Ủy ban kiểm tra, ban nữ công có người, nơi phải có",
        en="Boards in post where they are due",
        figures=structure.boards_in_post,
        evidence=structure.unions_with_boards_due,
        record="boards",
        rule_vi=BOARDS_VI,
        rule_en=BOARDS_EN,
    ),
    Indicator(
        key="boards.active_share",
        kind="share",
        vi="Ủy ban kiểm tra, ban nữ công hoạt động, nơi phải có",
        en="Boards at work where they are due",
        figures=structure.boards_active,
        evidence=structure.nothing,
        rule_vi=BOARDS_VI,
        rule_en=BOARDS_EN,
    ),
]

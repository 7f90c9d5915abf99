"""The indicators of the register."""

from coso.indicators import register_figures as of
from coso.indicators.registry import Indicator

INDICATORS = [
    Indicator("members.count", "number", "Số đoàn viên", "Members", of.member_counts, of.members),
    Indicator("groups.count", "number", "Số tổ công đoàn", "Union groups", of.group_counts, of.groups),
    Indicator("workplace.headcount", "number", "Số lao động", "Workers", of.headcounts, of.workplaces),
    Indicator(
        key="members.coverage_share",
        kind="share",
        vi="Đoàn viên trên lao động",
        en="Members among workers",
        figures=of.coverages,
        evidence=of.members,
    ),
    Indicator(
        key="members.completeness_share",
        kind="share",
        vi="Hồ sơ đoàn viên đầy đủ",
        en="Complete member records",
        figures=of.completeness,
        evidence=of.members,
        recomputable=False,
    ),
    Indicator(
        key="members.net_growth_share",
        kind="share",
        vi="Đoàn viên tăng thuần",
        en="Net growth of members",
        figures=of.net_growth,
        evidence=of.members,
    ),
    Indicator(
        key="officers.group_leader_share",
        kind="share",
        vi="Tổ trưởng trong ban chấp hành",
        en="Group leaders in the committee",
        figures=of.group_leader_share,
        evidence=of.committee,
    ),
]

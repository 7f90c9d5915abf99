"""The indicators of the register."""

from coso.indicators import register_figures as of
from coso.indicators.registry import Indicator

INDICATORS = [
    Indicator("members.count", "number", "Số đoàn viên", "Members", of.member_counts, of.members),
    Indicator("groups.count", "number", "Số tổ công đoàn", "Union groups", of.group_counts, of.groups),
    Indicator("workplace.headcount", "number", "Số lao động", "Workers", of.headcounts, of.workplaces),
    Indicator("members.coverage_share", "share", "Đoàn viên trên lao động", "Members among workers", of.coverages, of.members),
    Indicator(
        "members.completeness_share", "share", "Hồ sơ đoàn viên đầy đủ", "Complete member records",
        of.completeness, of.members, recomputable=False,
    ),
    Indicator("members.net_growth_share", "share", "Đoàn viên tăng thuần", "Net growth of members", of.net_growth, of.members),
    Indicator(
        "officers.group_leader_share", "share", "Tổ trưởng trong ban chấp hành", "Group leaders in the committee",
        of.group_leader_share, of.committee,
    ),
]

"""Who issues a paper, as its heading writes it."""

import pytest

from coso.lib import clock
from coso.papers.letterhead import issuer_of, written_out


@pytest.mark.parametrize(
    ("place", "name", "upper", "symbol", "at"),
    [
        ("province", "Liên đoàn Lao động tỉnh Lam", "Tổng Liên đoàn Lao động Việt Nam", "BB-LĐLĐ", "Lam"),
        ("ward", "Công đoàn phường Hồng", "Liên đoàn Lao động tỉnh Lam", "BB-CĐ", "Hồng"),
        ("garment", "Công đoàn cơ sở May Lam Trà", "Công đoàn phường Hồng", "BB-CĐCS", "Hồng"),
    ],
)
def test_a_letterhead_is_written_out(tree, place, name, upper, symbol, at):
    heading = issuer_of(getattr(tree, place)).heading("BB")
    assert heading == {
        "issuer": name, "upper": upper, "symbol": symbol, "place": at, "year": clock.today().year
    }  # fmt: skip


@pytest.mark.parametrize(("short", "long"), [("LĐLĐ tỉnh A", "Liên đoàn Lao động tỉnh A"), ("Tổ 5", "Tổ 5")])
def test_abbreviations_are_written_out(short, long):
    assert written_out(short) == long

"""What the tests of imports start from."""

import openpyxl
import pytest

from coso.members.testing import HEAD


@pytest.fixture
def file(tmp_path):
    def write(rows, head=HEAD, above=3):
        book = openpyxl.Workbook()
        for _ in range(above):
            book.active.append(["CÔNG TY TNHH MAY LAM TRÀ"])
        for row in [head, *rows]:
            book.active.append(row)
        path = tmp_path / "members.xlsx"
        book.save(path)
        return path

    return write

"""`import_rubric FILE`: a rubric taken in without a browser."""

import pytest
from django.core.management import CommandError, call_command

from coso.grading.testing.rounds import MODEL
from coso.rubrics.models import Rubric


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "rubric.yaml"
        path.write_text(text)
        return str(path)

    return write


def test_a_rubric_is_taken_in_and_named(db, file, capsys):
    call_command("import_rubric", file(MODEL))
    assert capsys.readouterr().out.startswith("coso-model · unofficial · ")
    assert Rubric.objects.get().code == "coso-model"


@pytest.mark.parametrize("text", ["code: [", "code: x", ""])
def test_what_is_no_rubric_is_refused_in_words_and_leaves_nothing(db, file, text):
    with pytest.raises(CommandError, match=r"\w"):
        call_command("import_rubric", file(text))
    assert not Rubric.objects.exists()


def test_a_file_that_is_not_there_is_told(db):
    with pytest.raises(CommandError, match=r"missing\.yaml"):
        call_command("import_rubric", "missing.yaml")

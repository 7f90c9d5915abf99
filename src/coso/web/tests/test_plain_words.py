"""Pages speak the words of officers: no format of files, no command of the server outside the pages of who runs it."""

from pathlib import Path

import coso
from coso.web.catalogs import load

ROOT = Path(coso.__file__).parent
RUNS_THE_SERVER = ("checks.py", "doctor.py", "machine_health.html", "erase_person.py")


def sources():
    found = [each for end in ("py", "html") for each in ROOT.rglob(f"*.{end}") if "tests" not in each.parts]
    return {each: each.read_text(encoding="utf-8") for each in found}


def test_commands_of_the_server_stand_only_where_it_is_run():
    told = [each.name for each, text in sources().items() if "./coso" in text]
    assert [name for name in told if name not in RUNS_THE_SERVER] == []


def test_no_page_names_the_language_a_rubric_is_kept_in():
    templates = {each.name: text for each, text in sources().items() if each.suffix == ".html"}
    assert [name for name, text in templates.items() if ">YAML<" in text or "}YAML" in text] == []
    assert [entry.id for entry in load() if "YAML" in (entry.string or "")] == []


def test_to_leave_a_form_is_not_called_as_the_end_of_a_membership():
    assert [entry.id for entry in load() if entry.string == "Thôi"] == []

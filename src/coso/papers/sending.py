"""A paper as an answer of the server: Word, PDF or Excel, under its Vietnamese name."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from coso.papers.excel import render_excel
from coso.papers.paper import Paper, printable
from coso.papers.pdf import render_pdf
from coso.papers.word import render_word

LONGEST = 120
NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


@dataclass(frozen=True)
class Form:
    """A form in which a paper can be had."""

    key: str
    label: str
    kind: str
    render: Callable[[Paper], bytes]


FORMS = {
    form.key: form
    for form in (
        Form("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", render_word),
        Form("pdf", "PDF", "application/pdf", render_pdf),
        Form("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", render_excel),
    )
}


def file_name(paper: Paper, form: Form) -> str:
    """The paper's title as a file name that every system takes."""
    plain = " ".join(printable(f"{paper.title} - {paper.issuer}").translate(NOT_IN_NAMES).split())
    return f"{plain[:LONGEST].strip(' .')}.{form.key}"


def send_paper(paper: Paper, form: Form) -> HttpResponse:
    """The paper as a download."""
    answer = HttpResponse(form.render(paper), content_type=form.kind)
    answer["Content-Disposition"] = content_disposition_header(True, file_name(paper, form)) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer

"""What the doctor looks at in the polls: the database does not know what they are about, nor what is asked."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.checks import Check
from coso.polls.models import Asked, Meeting, Poll
from coso.polls.questions import read_sets
from coso.polls.subjects import PollSubject, poll_subjects


def _about_nothing() -> Iterator[str]:
    """Polls and meetings of no kind, those whose row is gone, and those of questions that no file has."""
    text = _("A poll of unit {unit} is about nothing that is here ({kind}, {subject}). Report it with this line.")
    for model in (Poll, Meeting):
        rows: QuerySet = QuerySet(model).select_related("unit")
        found: list[Asked] = list(rows.exclude(subject_kind__in=list(poll_subjects())))
        for about in poll_subjects().values():
            found += _astray(rows.filter(subject_kind=about.key), about)
        for row in found:
            yield text.format(unit=row.unit.code, kind=f"{row.subject_kind} {row.questions}", subject=row.subject)


def _astray(rows: QuerySet, about: type[PollSubject]) -> list[Asked]:
    subjects: QuerySet = QuerySet(about.model)
    gone = rows.exclude(subject__in=subjects.values("pk"))
    return [*gone, *rows.exclude(questions__in=list(read_sets(about.questions))).exclude(pk__in=gone.values("pk"))]


CHECKS = [Check("polls", _about_nothing)]

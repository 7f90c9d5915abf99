"""Papers that were issued, the series of their numbers, files that were attached, and proofs."""

from django.db import models

from coso.access.models import Journaled
from coso.papers.querysets import ProofQuerySet
from coso.register.querysets import SeenQuerySet


def _unit() -> models.ForeignKey:
    return models.ForeignKey("register.Unit", models.PROTECT, related_name="+", db_index=False)


class Series(Journaled):
    """A unit's numbers of one kind of paper in a year; `last` is the last number taken."""

    unit = _unit()
    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year"], name="series_one")]


class Attachment(Journaled):
    """A file as it was handed in, kept under its hash; `unit` is whose matter it is, through which it is seen."""

    unit = _unit()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=100)
    name = models.CharField(max_length=200)

    objects = SeenQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit"], name="attachment_unit"),
            models.Index(fields=["sha256"], name="attachment_hash"),
        ]


class Document(Journaled):
    """A paper issued about a subject, with its figures frozen; number and day may be typed after signing.

    `scan` is the signed copy: once attached, it is the official one.
    """

    unit = _unit()
    kind = models.CharField(max_length=30)
    subject = models.UUIDField()
    title = models.CharField(max_length=200)
    series = models.ForeignKey(Series, models.PROTECT, null=True, related_name="documents", db_index=False)
    n = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=60, blank=True)
    on = models.DateField(null=True)
    frozen = models.JSONField(default=dict)
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+", db_index=False)

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "n"], name="document_number"),
            models.UniqueConstraint(
                fields=["unit", "on", "number"], name="document_written", condition=~models.Q(number="")
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "kind"], name="document_unit"),
            models.Index(fields=["subject"], name="document_subject"),
        ]


class Proof(Journaled):
    """A proof of a row: a file or photo, a link, a record, or a paper that somebody has seen ("đã xem bản giấy").

    `subject` is the row of the table `subject_kind` that it proves, `unit` whose matter that is. One file may serve
    several rows. `text` is the link, the record's words, or where the paper was seen. `record` is the row of the table
    `record_kind` that the proof points at. A withdrawn proof stays, with its end and reason.
    """

    unit = _unit()
    subject = models.UUIDField()
    subject_kind = models.CharField(max_length=30)
    kind = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+", db_index=False)
    record = models.UUIDField(null=True)
    record_kind = models.CharField(max_length=30, blank=True)
    seen_by = models.UUIDField(null=True)
    seen_on = models.DateField(null=True)
    added_by = models.UUIDField(null=True)
    added_on = models.DateField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_on = models.DateField(null=True)
    ended_why = models.TextField(blank=True)

    objects = ProofQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject"], name="proof_subject"),
            models.Index(fields=["unit"], name="proof_unit"),
            models.Index(fields=["file"], name="proof_file"),
        ]

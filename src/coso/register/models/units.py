"""Units of the federation: what each is on any day, and where it stands."""

from django.db import models

from coso.access.models import Journaled, Plain
from coso.register.models.dated import Dated, link, one_open, span
from coso.register.querysets import UnitQuerySet, VersionQuerySet


class Unit(Journaled):
    """A union, section or group for life. Facts stand in its versions; `path` is today's place and serves sight."""

    code = models.CharField(max_length=30)
    label = Plain(max_length=5)
    heir = link("register.Unit", null=True)
    path = Plain(max_length=60, default="")

    derived = frozenset({"path"})
    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="unit_code"),
            models.UniqueConstraint(fields=["label"], name="unit_label"),
        ]
        indexes = [
            models.Index(fields=["path"], name="unit_path"),
            models.Index(fields=["heir"], condition=models.Q(heir__isnull=False), name="unit_heir"),
        ]


class UnitVersion(Dated):
    """A unit's own facts from a day on."""

    ACTIVE, DORMANT = "active", "dormant"

    unit = link("register.Unit", "versions")
    parent = link("register.Unit", null=True)
    name = models.CharField(max_length=200)
    name_key = Plain(max_length=200)
    kind = models.CharField(max_length=30)
    sector = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=10, default=ACTIVE)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "start"], name="version_one"), span("version_span")]
        indexes = [
            models.Index(fields=["parent", "end"], name="version_parent"),
            models.Index(fields=["name_key"], name="version_name"),
        ]


class UnitPlace(models.Model):
    """Derived from versions, never edited: where a unit stood. `base` is the grassroots union at or above it."""

    unit = models.ForeignKey(Unit, models.DO_NOTHING, related_name="places", db_index=False)
    version = models.ForeignKey(UnitVersion, models.DO_NOTHING, related_name="+", db_index=False)
    path = Plain(max_length=60)
    base = models.UUIDField(null=True)
    start = models.DateField()
    end = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["path", "start", "end", "unit"], name="place_path"),
            models.Index(fields=["unit", "end", "start", "path"], name="place_unit"),
            models.Index(fields=["version"], name="place_version"),
        ]


class UnitArea(Dated):
    """A commune that a managing union covers (a joint union covers several)."""

    unit = link("register.Unit", "areas")
    area = models.CharField(max_length=80)
    area_key = Plain(max_length=80)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [one_open("area_one_open", "unit", "area_key"), span("area_span")]
        indexes = [
            models.Index(fields=["area_key", "end"], name="area_key"),
            models.Index(fields=["unit", "end"], name="area_unit"),
        ]

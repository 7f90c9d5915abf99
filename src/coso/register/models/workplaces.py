"""Where members work: employers apart from unions, with dated headcounts."""

from django.db import models

from coso.access.models import Journaled, ShutQuerySet
from coso.register.models.dated import Dated, link, one_open, span
from coso.register.querysets import DatedQuerySet


class Workplace(Journaled):
    """An employer, or a site of one."""

    name = models.CharField(max_length=200)
    tax_code = models.CharField(max_length=20, blank=True)
    region = models.CharField(max_length=5, blank=True)
    ownership = models.CharField(max_length=30, blank=True)

    objects = ShutQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["tax_code"], name="workplace_tax")]


class UnitWorkplace(Dated):
    """A grassroots union organises the workers of a workplace; a union may have several, or none."""

    unit = link("register.Unit", "workplaces")
    workplace = link("register.Workplace", "unions")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [one_open("unit_workplace_one_open", "unit", "workplace"), span("unit_workplace_span")]
        indexes = [
            models.Index(fields=["unit", "end"], name="unit_workplace_unit"),
            models.Index(fields=["workplace", "end"], name="unit_workplace_place"),
        ]


class Headcount(Journaled):
    """Workers of a workplace counted on a day: all, and women among them (None where not counted)."""

    workplace = link("register.Workplace", "headcounts")
    on = models.DateField()
    total = models.PositiveIntegerField()
    women = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=30)

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workplace", "on", "source"], name="headcount_one")]


class Authorisation(Dated):
    """A written authorisation: the holder performs the giver's acts for the unions it manages."""

    holder = link("register.Unit", "authorised")
    giver = link("register.Unit", "authorises")
    acts = models.JSONField(default=list)
    number = models.CharField(max_length=60)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [span("authorisation_span")]
        indexes = [models.Index(fields=["holder", "end"], name="authorisation_holder")]

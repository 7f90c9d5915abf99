"""Clusters ("cụm thi đua"): grassroots unions that score one another in a round, under a lead named for it (R24)."""

from django.db import models

from coso.access.models import Journaled, ShutQuerySet
from coso.grading.querysets import ClusterQuerySet
from coso.register.models.dated import link


class Cluster(Journaled):
    """A cluster of one round. `unit` is the managing union that names it, `lead` the union of its cụm trưởng."""

    round = link("grading.Round", "clusters")
    unit = link("register.Unit", "clusters")
    name = models.CharField(max_length=120)
    lead = link("register.Unit", "leads_clusters")

    objects = ClusterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["round", "unit"], name="cluster_round"),
            models.Index(fields=["lead"], name="cluster_lead"),
        ]


class ClusterUnit(Journaled):
    """A union of a cluster; at most one cluster a round. It stays when the union ends: that is who scored together."""

    cluster = link("grading.Cluster", "units")
    round = link("grading.Round", "cluster_units")
    unit = link("register.Unit", "in_clusters")

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "round"], name="cluster_one")]
        indexes = [
            models.Index(fields=["cluster"], name="cluster_units"),
            models.Index(fields=["round"], name="cluster_unit_round"),
        ]

"""Tries that were counted. A key is a keyed hash that names nobody; a row goes when it no longer counts."""

from django.db import models


class Bucket(models.Model):
    """Tries under one key: how many still count at a moment, and when the row can be taken away.

    `tries` runs down by itself (services.py); a row without tries says that somebody signed in there.
    """

    key = models.CharField(max_length=32, primary_key=True)
    tries = models.FloatField()
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="bucket_until")]

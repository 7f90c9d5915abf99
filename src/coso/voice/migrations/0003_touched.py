from django.db import migrations, models
from django.db.models import F, Q


def touch(apps, schema_editor):
    """What the night has not written anew yet came on the day on which it was received."""
    concern = apps.get_model("voice", "Concern")
    concern.objects.filter(settled=False).update(touched=F("received"))


class Migration(migrations.Migration):
    dependencies = [("voice", "0002_carenote")]

    operations = [
        migrations.AddField("concern", "touched", models.DateField(null=True)),
        migrations.RunPython(touch, migrations.RunPython.noop),
        migrations.RemoveIndex("concern", "concern_unsettled"),
        migrations.AddIndex(
            "concern",
            models.Index(fields=["touched"], name="concern_touched", condition=Q(touched__isnull=False)),
        ),
    ]

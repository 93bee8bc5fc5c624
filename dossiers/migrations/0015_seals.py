"""A dossier knows where the chain of its seals ends, and never goes back in time."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0014_daily_use"),
        ("people", "0006_seals"),
        ("procedures", "0008_reference_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="dossier", name="recorded_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="dossier", name="seal_hash", field=models.CharField(blank=True, max_length=64)),
        migrations.AddField(model_name="dossier", name="seal_seq", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="dossier", name="state_since", field=models.DateTimeField(null=True)),
    ]

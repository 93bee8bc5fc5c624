"""The journal becomes append-only: triggers that refuse every change to an event."""

from django.db import migrations

from dossiers.models import triggers


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_dossiers")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: triggers.install(schema_editor),
            lambda apps, schema_editor: triggers.lift(schema_editor),
        )
    ]

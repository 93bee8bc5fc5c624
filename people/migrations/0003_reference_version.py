"""Agencies and posts are kept in the process: triggers move a version with every change of them."""

from django.db import migrations, models

from people.models import reference_triggers as triggers


class Migration(migrations.Migration):
    dependencies = [("people", "0002_agency_tax_code")]

    operations = [
        migrations.CreateModel(
            name="ReferenceVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=32)),
            ],
        ),
        migrations.RunPython(
            lambda apps, schema_editor: triggers.install(schema_editor, triggers.PEOPLE),
            lambda apps, schema_editor: triggers.lift(schema_editor, triggers.PEOPLE),
        ),
    ]

"""Answers that a supplement asks for: what is typed and not sent, and what was declared before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, empty in every row that is there."""

    dependencies = [("dossiers", "0029_attachment_warnings")]

    operations = [
        migrations.AddField(
            model_name="interruption",
            name="unsent_answers",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="interruption",
            name="changed_answers",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]

"""Who endorsed a proposal before its signer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty in every row that is there."""

    dependencies = [("dossiers", "0021_batches")]

    operations = [
        migrations.AddField(
            model_name="dossier", name="endorsed_by", field=models.JSONField(db_default=[], default=list)
        )
    ]

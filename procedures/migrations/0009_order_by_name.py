"""Lists are ordered by name as a dictionary is: the keys are filled by `load_catalogue`, which each start runs."""

from django.db import migrations, models

from people.models import reference_triggers as triggers


class Migration(migrations.Migration):
    dependencies = [("procedures", "0008_reference_version")]

    operations = [
        migrations.AddField(
            "procedure", "order_vi", models.CharField(db_default="", default="", editable=False, max_length=302)
        ),
        migrations.AddField(
            "procedure", "order_en", models.CharField(db_default="", default="", editable=False, max_length=302)
        ),
        migrations.AlterModelOptions(
            "procedure",
            {
                "ordering": ["field__order", "order_vi", "slug"],
                "verbose_name": "thủ tục hành chính",
                "verbose_name_plural": "thủ tục hành chính",
            },
        ),
        migrations.RunPython(
            lambda apps, schema_editor: triggers.install(schema_editor, triggers.PROCEDURES), migrations.RunPython.noop
        ),
    ]

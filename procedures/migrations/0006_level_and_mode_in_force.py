from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procedures", "0005_calendar_hours"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RemoveIndex(model_name="edition", name="edition_in_force"),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["procedure", "state", "valid_from", "valid_to", "online", "service_mode", "level"],
                name="edition_in_force",
            ),
        ),
    ]

"""Seals: digests of the rows that a change touched, chained, append-only."""

from django.db import migrations, models

from people.models.seal import SEALS


class Migration(migrations.Migration):
    dependencies = [("people", "0005_post_grants")]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("key", models.BigIntegerField()),
                ("seq", models.PositiveIntegerField()),
                ("form", models.PositiveSmallIntegerField()),
                ("rows", models.JSONField()),
                ("as_found", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("key_name", models.CharField(max_length=8)),
                ("mac", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "niêm phong",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key", "seq"), name="seal_sequence"),
                    models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="seal_sequence_from_one"),
                ],
            },
        ),
        migrations.RunPython(
            lambda apps, schema_editor: SEALS.install(schema_editor),
            lambda apps, schema_editor: SEALS.lift(schema_editor),
        ),
    ]

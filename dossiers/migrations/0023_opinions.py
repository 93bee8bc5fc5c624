"""What other units are asked about a dossier, and two counters of it on its row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table, and two columns that are nothing in every row that is there."""

    dependencies = [
        ("dossiers", "0022_inner_steps"),
        ("people", "0011_party_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier", name="opinions_asked", field=models.PositiveSmallIntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            model_name="dossier", name="opinions_given", field=models.PositiveSmallIntegerField(db_default=0, default=0)
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.TextField(verbose_name="nội dung cần ý kiến")),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(verbose_name="trả lời trước")),
                ("answer", models.TextField(blank=True, verbose_name="ý kiến")),
                ("given_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("next_reminder_at", models.DateTimeField(null=True)),
                ("reminded", models.PositiveSmallIntegerField(default=0)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="dossiers.dossier"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "ý kiến đơn vị khác",
                "verbose_name_plural": "ý kiến đơn vị khác",
                "ordering": ["asked_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("given_at", None), ("withdrawn_at", None)),
                        fields=["unit", "dossier"],
                        name="opinion_owed",
                    ),
                    models.Index(
                        condition=models.Q(("next_reminder_at__isnull", False)),
                        fields=["next_reminder_at"],
                        name="opinion_reminder",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("given_at", None), ("withdrawn_at", None)),
                        fields=("dossier", "unit"),
                        name="opinion_asked_once",
                    )
                ],
            },
        ),
    ]

"""Incidents of personal data; their entries are append-only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.models.incident import ENTRIES


class Migration(migrations.Migration):
    dependencies = [("people", "0007_reads")]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("discovered_at", models.DateTimeField(verbose_name="phát hiện lúc")),
                ("summary", models.CharField(max_length=1000, verbose_name="sự việc")),
                ("people", models.CharField(max_length=500, verbose_name="dữ liệu của ai")),
                ("recorded_at", models.DateTimeField()),
                ("notified_at", models.DateTimeField(null=True, verbose_name="đã thông báo lúc")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"verbose_name": "sự cố dữ liệu cá nhân", "verbose_name_plural": "sự cố dữ liệu cá nhân"},
        ),
        migrations.CreateModel(
            name="IncidentEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("measure", "Biện pháp đã làm"),
                            ("notice", "Đã gửi thông báo đến cơ quan chuyên trách"),
                            ("told", "Đã báo cho người bị ảnh hưởng"),
                            ("correction", "Đính chính, bổ sung"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("text", models.CharField(max_length=2000, verbose_name="nội dung")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("recorded_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="people.incident"
                    ),
                ),
            ],
            options={"verbose_name": "ghi chép sự cố", "verbose_name_plural": "ghi chép sự cố"},
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("notified_at", None)), fields=["discovered_at", "id"], name="incident_unnotified"
            ),
        ),
        migrations.RunPython(
            lambda apps, schema_editor: ENTRIES.install(schema_editor),
            lambda apps, schema_editor: ENTRIES.lift(schema_editor),
        ),
    ]

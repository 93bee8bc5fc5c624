"""Reads: who read, searched or took away what, append-only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.models.read import READS


class Migration(migrations.Migration):
    dependencies = [("people", "0006_seals")]

    operations = [
        migrations.CreateModel(
            name="Read",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("dossier", "Hồ sơ"),
                            ("form", "Tờ khai để in"),
                            ("attachment", "Tệp người nộp gửi"),
                            ("paper", "Giấy tờ phát hành"),
                            ("record", "Nhật ký hồ sơ"),
                            ("fee", "Biên lai thu phí"),
                            ("party", "Thông tin người nộp"),
                            ("search", "Tìm kiếm"),
                            ("export", "Xuất dữ liệu"),
                        ],
                        max_length=10,
                    ),
                ),
                ("how", models.CharField(choices=[("page", "trang"), ("api", "API"), ("file", "tệp")], max_length=4)),
                ("dossier_key", models.BigIntegerField(null=True)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("item", models.BigIntegerField(null=True)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("rows", models.PositiveIntegerField(null=True)),
                ("address", models.CharField(blank=True, max_length=45)),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.party",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.post",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "lượt xem", "verbose_name_plural": "lượt xem"},
        ),
        migrations.AddIndex(model_name="read", index=models.Index(fields=["at", "id"], name="read_by_time")),
        migrations.AddIndex(model_name="read", index=models.Index(fields=["user", "at", "id"], name="read_by_user")),
        migrations.AddIndex(model_name="read", index=models.Index(fields=["what", "at", "id"], name="read_by_kind")),
        migrations.AddIndex(
            model_name="read",
            index=models.Index(
                condition=models.Q(("dossier_key__isnull", False)),
                fields=["dossier_key", "at", "id"],
                name="read_of_dossier",
            ),
        ),
        migrations.AddIndex(
            model_name="read",
            index=models.Index(
                condition=models.Q(("party__isnull", False)), fields=["party", "at", "id"], name="read_of_party"
            ),
        ),
        migrations.AddIndex(
            model_name="read",
            index=models.Index(
                condition=models.Q(("digest", ""), _negated=True), fields=["digest", "at", "id"], name="read_by_search"
            ),
        ),
        migrations.RunPython(
            lambda apps, schema_editor: READS.install(schema_editor),
            lambda apps, schema_editor: READS.lift(schema_editor),
        ),
    ]

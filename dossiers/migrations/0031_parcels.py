"""Parcels and what lies in them: two new tables; nothing that is there changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0030_answers_of_supplements"),
        ("people", "0014_id_issued_on"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Parcel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("direction", models.CharField(choices=[("out", "Gửi đi"), ("in", "Gửi đến")], max_length=3)),
                ("number", models.CharField(max_length=13, verbose_name="số bưu gửi")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "Chờ giao bưu điện"),
                            ("posted", "Bưu điện đang chuyển"),
                            ("delivered", "Đã phát"),
                            ("came_back", "Đã chuyển hoàn"),
                            ("cancelled", "Đã hủy"),
                            ("arrived", "Đã nhận, chờ vào sổ"),
                            ("entered", "Đã vào sổ"),
                        ],
                        max_length=10,
                    ),
                ),
                ("party", models.CharField(max_length=255)),
                ("address", models.CharField(max_length=500, verbose_name="địa chỉ")),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("ground", models.CharField(blank=True, max_length=300)),
                ("postage", models.PositiveIntegerField(default=0, verbose_name="cước (đồng)")),
                (
                    "payer",
                    models.CharField(
                        choices=[("applicant", "Người nộp trả cho bưu điện"), ("office", "Cơ quan trả")],
                        default="applicant",
                        max_length=9,
                        verbose_name="người trả cước",
                    ),
                ),
                ("registered_at", models.DateTimeField()),
                ("record_no", models.CharField(blank=True, max_length=40, verbose_name="số biên bản giao nhận")),
                ("record_number", models.PositiveIntegerField(null=True)),
                ("courier", models.CharField(blank=True, max_length=150, verbose_name="nhân viên bưu điện")),
                ("posted_at", models.DateTimeField(null=True)),
                ("taken_by", models.CharField(blank=True, max_length=150, verbose_name="người nhận")),
                ("proof", models.CharField(blank=True, max_length=60, verbose_name="chứng từ phát")),
                ("said_by_post", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                ("ended_on", models.DateField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "clerk",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.agency",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "bưu gửi", "verbose_name_plural": "bưu gửi"},
        ),
        migrations.CreateModel(
            name="ParcelItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ended_at", models.DateTimeField(null=True)),
                ("taken_out", models.BooleanField(default=False)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parcel_items", to="dossiers.dossier"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.paper",
                    ),
                ),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="dossiers.parcel"
                    ),
                ),
            ],
            options={
                "verbose_name": "hồ sơ trong bưu gửi",
                "verbose_name_plural": "hồ sơ trong bưu gửi",
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="parcel", index=models.Index(fields=["desk", "state", "-id"], name="parcel_of_desk")
        ),
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(
                condition=models.Q(("record_no", ""), _negated=True), fields=["record_no"], name="parcel_record"
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("direction", "number"),
                name="parcel_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcelitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("dossier",), name="parcel_item_one_open"
            ),
        ),
    ]

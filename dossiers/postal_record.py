"""Record what is given to the post: every parcel with what is in it, signed by both (Decision 45/2016 art. 7)."""

from collections.abc import Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import override

from dossiers.models import Parcel
from toolbox import pdf


def record_sheet(parcels: Sequence[Parcel], at: datetime) -> bytes:
    """The PDF of one hand-over, in Vietnamese as all papers are; *parcels* are all under its number."""
    first, ordered = parcels[0], sorted(parcels, key=lambda row: row.pk)
    context = {"parcels": ordered, "first": first, "at": at, "postage": sum(row.postage for row in ordered)}
    with override("vi"):
        return pdf.render(render_to_string("dossiers/papers/postal_record.html", context))

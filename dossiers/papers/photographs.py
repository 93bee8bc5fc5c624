"""The photograph on a result: the picture that the applicant gave for it, frozen when the paper is issued."""

import base64
import io
from typing import Any

from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from dossiers.models import Attachment, Dossier
from dossiers.models.stored_files import fault_of_file
from procedures.models import ResultTemplate

PICTURES = ("image/jpeg", "image/png")
LARGEST = (480, 720)  # pixels of 40 x 60 mm, at 300 a dot


def photograph_of(dossier: Dossier, template: ResultTemplate) -> dict[str, Any]:
    """Which file is the photograph that *template* prints: the last picture sent for its component; empty for none."""
    pictures = dossier.attachments.sent().filter(component=template.content.get("photo", ""), content_type__in=PICTURES)
    row = pictures.order_by("pk").last()
    return {"attachment": row.pk, "sha256": row.sha256} if row else {}


def as_printed(photograph: dict[str, Any]) -> str:
    """It as an address that holds its bytes, no larger than a printer draws. Raises RuntimeError for another file."""
    row = Attachment.objects.get(pk=photograph["attachment"])
    if fault := fault_of_file(row.path, photograph["sha256"]):
        raise RuntimeError(f"the photograph {row.pk} {fault}")
    with default_storage.open(row.path) as file, Image.open(file) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail(LARGEST)
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright)
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=88)
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"

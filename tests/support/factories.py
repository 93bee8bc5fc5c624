"""Dossiers in a given state, reached by real acts, so that their journal is true."""

import io
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.utils import timezone
from PIL import Image

from dossiers import actions
from dossiers.models import Attachment, Dossier
from people.models import Party, User
from portal.demo.answers import answers_for
from procedures.models import Edition
from procedures.questions import validate_answers
from toolbox.files import Upload, recognise


def photo(colour: str = "white", size: tuple[int, int] = (40, 60)) -> bytes:
    """A JPEG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


APPLICANT = Party(name="Công ty TNHH Mẫu", phone="0912345678", citizen_id="001150012345")  # of the fixture `party`
BY_KEY = {"worker_full_name": "NGUYEN VAN AN", "passport_no": "B1234567", "employees_foreign": 2}


def answers(edition: Edition) -> dict[str, Any]:
    """Answers that pass, for any form of the catalogue."""
    given = answers_for(edition, APPLICANT, timezone.localdate())
    return {**given, **{key: value for key, value in BY_KEY.items() if key in given}}


def draft(edition: Edition, by: User, at: datetime | None = None, **more: Any) -> Dossier:
    """A draft with every answer and every required paper."""
    moment = at or timezone.now()
    applicant = by.representations.get().party
    dossier = actions.start(edition=edition, applicant=applicant, by=by, at=moment)
    actions.save_answers(dossier, {**answers(edition), **more}, by=by, at=moment)
    for number, component in enumerate(edition.components.filter(required=True)):
        attach(dossier, by, moment, photo(size=(40 + number, 60)), component.key, "anh.jpg")
    return dossier


def attach(
    dossier: Dossier, by: User, at: datetime, content: bytes = b"", key: str = "", name: str = "a.jpg"
) -> Attachment:
    """One photograph added: a red one for the first component, unless told otherwise."""
    content = content or photo("red")
    component = key or dossier.edition.components.all()[0].key
    return actions.attach(dossier, component, _recognised(content, name), by=by, at=at)


@cache
def _recognised(content: bytes, name: str) -> Upload:
    """The file as it is taken in; the same one is judged once for all tests of a process."""
    return recognise(io.BytesIO(content), name, 10**7)


def submitted(edition: Edition, by: User, at: datetime | None = None) -> Dossier:
    """Filed online."""
    moment = at or timezone.now()
    return actions.submit(draft(edition, by, moment), by=by, at=moment)


def in_appraisal(edition: Edition, by: User, clerk: User, at: datetime | None = None) -> Dossier:
    """Filed, accepted and handed over."""
    moment = at or timezone.now()
    filed = submitted(edition, by, moment)
    return actions.accept(filed, by=clerk, at=moment + timedelta(minutes=5))


__all__ = ["answers", "draft", "in_appraisal", "photo", "submitted", "validate_answers"]

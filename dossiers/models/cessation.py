"""Cessation: why there is no applicant any more for whom a dossier could go on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Party


class Cessation(models.TextChoices):
    """The grounds, as the record keeps them; each with its proof in the note of the event."""

    DEATH = "death", _("Người nộp hồ sơ đã mất")
    DISSOLUTION = "dissolution", _("Tổ chức giải thể hoặc chấm dứt hoạt động")
    COURT = "court", _("Tòa án quyết định chấm dứt năng lực hoặc tư cách")

    @classmethod
    def of(cls, party: Party) -> "list[Cessation]":
        """Those that may befall a person, or an organisation."""
        never = cls.DISSOLUTION if party.kind == Party.Kind.PERSON else cls.DEATH
        return [ground for ground in cls if ground != never]

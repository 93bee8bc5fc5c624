"""Dossiers whose holder leaves: how many there are and who answers for them, told before and after."""

from datetime import datetime

from django.conf import settings
from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as _

from dossiers.deadlines.alerts import superiors
from dossiers.models import Dossier
from dossiers.models.queries import DossierQuerySet
from dossiers.notices.kinds import FORSAKEN
from dossiers.notices.links import forsaken_link
from notifications.actions import compose, send
from people.models import Agency, User


def left_by(user: User, unit: Agency | None, at: datetime) -> list[str]:
    """How many open dossiers of each unit *user* holds, and to whom they go."""
    words = _("%(unit)s: %(count)d hồ sơ đang giữ, về %(head)s; đồng nghiệp nhận được ở mục “Không còn người giữ”.")
    return [
        words % {"unit": held.name, "count": count, "head": ", ".join(map(str, heads)) or _("lãnh đạo Sở")}
        for held, count, heads in _held_by(user, unit, at)
    ]


def tell_heirs(user: User, unit: Agency | None, *, by: User, at: datetime) -> None:
    """Tell the head of each unit how many dossiers stand with nobody now; the nearest above where there is none."""
    for held, count, heads in _held_by(user, unit, at):
        with translation.override(settings.LANGUAGE_CODE):
            context = {"name": str(user), "unit": held.name, "count": count}
            once = f"forsaken/{user.pk}/{held.pk}/{at:%Y%m%d%H%M%S}"
            send(compose(FORSAKEN, heads, at=at, context=context, link=forsaken_link(), once=once, mail_from=at))


def _held_by(user: User, unit: Agency | None, at: datetime) -> list[tuple[Agency, int, list[User]]]:
    """Each unit with the number of open dossiers that *user* holds there, and who stands above them."""
    rows: DossierQuerySet = Dossier.objects.open().filter(holder=user, holder_unit__isnull=False)
    if unit is not None:
        rows = rows.filter(holder_unit__in=Agency.ids_below(unit.path))
    counted = rows.order_by().values_list("holder_unit").annotate(count=Count("pk"))
    counts = {held: count for key, count in counted if (held := Agency.kept(key))}
    above = superiors(counts, at)
    heirs = {held: [[row for row in level if row != user] for level in above.get(held.pk, [])] for held in counts}
    return [(held, count, next(filter(None, heirs[held]), [])) for held, count in counts.items()]

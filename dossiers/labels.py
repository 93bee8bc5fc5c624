"""Labels of units: define them, and hang them on dossiers; shown to who works in the unit, never to the applicant.

No act of the procedure (ADR 37): nothing of a dossier's life follows from one, so it stands in rows of its own, each
with who and when, and in no event. Raises Forbidden where the unit is not theirs, InvalidInput for what cannot be.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers.models import Dossier, DossierLabel, Label
from dossiers.models.visibility import AT_WORK_ROLES
from people.models import Agency, User
from toolbox.collation import collation_key
from toolbox.refusal import Forbidden, InvalidInput, Refused

MOST = 20  # of a unit


def label_units(user: User) -> list[Agency]:
    """The units in which *user* works on dossiers, and whose labels are theirs, too."""
    keys = {post.unit_id for post in user.active_posts if post.role in AT_WORK_ROLES}
    return [unit for key in sorted(keys) if (unit := Agency.kept(key))]


def labels_of(user: User) -> list[Label]:
    """The labels in use that *user* may see and hang, by name; none, without a statement, to who works in no unit."""
    units = label_units(user)
    rows = Label.objects.filter(unit__in=[unit.pk for unit in units], ended_at=None) if units else []
    return sorted(rows, key=lambda row: collation_key(row.name))


def labels_on(rows: Iterable[Dossier], user: User) -> dict[int, list[Label]]:
    """The labels that hang on each of *rows*, by its key, as far as *user* sees them; one statement at most."""
    keys, units = [row.pk for row in rows], label_units(user)
    if not keys or not units:
        return {}
    uses = DossierLabel.objects.filter(dossier__in=keys, ended_at=None, label__ended_at=None)
    uses = uses.filter(label__unit__in=[unit.pk for unit in units]).select_related("label")
    worn: dict[int, list[Label]] = {}
    for use in sorted(uses, key=lambda use: collation_key(use.label.name)):
        worn.setdefault(use.dossier_id, []).append(use.label)
    return worn


def create_label(unit: Agency, name: str, colour: str, *, by: User, at: datetime) -> Label:
    """Define a label of *unit*, of which *by* is one."""
    _require_own(unit.pk, by)
    with transaction.atomic():
        _lock_labels(unit.pk)
        if Label.objects.filter(unit=unit.pk, ended_at=None).count() >= MOST:
            message = _("Đơn vị đã có %(most)d nhãn, là nhiều nhất. Bỏ một nhãn rồi thêm.") % {"most": MOST}
            raise InvalidInput({"name": [message]}, message)
        _require_free(unit.pk, name)
        return Label.objects.create(unit=unit, name=name, colour=colour, by=by, at=at)


def change_label(label: Label, name: str, colour: str, *, by: User) -> None:
    """Give a label of one's unit another name or colour."""
    _require_own(label.unit_id, by)
    with transaction.atomic():
        _lock_labels(label.unit_id)
        _require_free(label.unit_id, name, besides=label.pk)
        label.name, label.colour = name, colour
        label.save(update_fields=["name", "colour"])


def end_label(label: Label, *, by: User, at: datetime) -> None:
    """Take a label of one's unit out of use: it is shown on no dossier any more."""
    _require_own(label.unit_id, by)
    Label.objects.filter(pk=label.pk, ended_at=None).update(ended_by=by, ended_at=at)


def set_labels(dossier: Dossier, chosen: Collection[Label], *, by: User, at: datetime) -> None:
    """Hang *chosen* on *dossier*, and take off what else of the units of *by* hangs there."""
    with transaction.atomic():
        _require_theirs(dossier, chosen, by)
        hung = {label.pk for label in labels_on([dossier], by).get(dossier.pk, [])}
        off = hung - {label.pk for label in chosen}
        uses = DossierLabel.objects.filter(dossier=dossier.pk, label__in=off, ended_at=None)
        uses.update(ended_by=by, ended_at=at)
        for label in chosen:
            _hang(dossier, label, by, at)


def put_label(dossier: Dossier, label: Label, *, by: User, at: datetime) -> None:
    """Hang one more on it; raises Refused where it hangs already."""
    with transaction.atomic():
        _require_theirs(dossier, [label], by)
        if not _hang(dossier, label, by, at):
            raise Refused(_("Hồ sơ đã có nhãn này."))


def _hang(dossier: Dossier, label: Label, by: User, at: datetime) -> bool:
    """Whether it hung not there before; of two at once the constraint lets one through, and the other finds it."""
    facts = {"by": by, "at": at}
    return DossierLabel.objects.get_or_create(dossier=dossier, label=label, ended_at=None, defaults=facts)[1]


def _require_theirs(dossier: Dossier, labels: Iterable[Label], user: User) -> None:
    if dossier.is_draft or dossier.is_own_case_of(user):
        raise Forbidden(_("Ông/bà có liên quan đến hồ sơ này nên không gắn nhãn cho nó."))
    for label in labels:
        _require_own(label.unit_id, user)
        if label.ended_at:
            raise Refused(_("Nhãn “%(label)s” không còn dùng.") % {"label": label})


def _require_own(unit: int, user: User) -> None:
    if unit not in {own.pk for own in label_units(user)}:
        raise Forbidden(_("Nhãn là của đơn vị; chỉ người làm việc trong đơn vị đó dùng và đổi được."))


def _lock_labels(unit: int) -> None:
    """Let no other transaction change the labels of the unit before this one ends."""
    Agency.objects.select_for_update(no_key=True).only("pk").get(pk=unit)


def _require_free(unit: int, name: str, besides: int = 0) -> None:
    if Label.objects.filter(unit=unit, name=name, ended_at=None).exclude(pk=besides).exists():
        message = _("Đơn vị đã có nhãn này. Đặt tên khác.")
        raise InvalidInput({"name": [message]}, message)

"""Who acts next on a dossier, and since when: told on every page of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dossiers.models import Dossier, State
from dossiers.models.state import Keeper
from people.models import Agency, Post, User


@dataclass(frozen=True)
class NextActor:
    """Whose turn it is: the applicant, or a post of a unit, with the person who handles it where there is one."""

    role: str  # one of Post.Role; empty for the applicant
    unit: Agency | None
    person: User | None
    since: datetime | None

    @property
    def name(self) -> str:
        """In words: "Trưởng phòng, Phòng Việc làm"; a person first where one has it."""
        if not self.role:
            return _("Người nộp hồ sơ")
        post = str(Post.Role(self.role).label)
        where = f"{post}, {self.unit}" if self.unit else post
        return f"{self.person} ({where})" if self.person else where


def next_actor(dossier: Dossier) -> NextActor | None:
    """Whose turn it is now; None once nothing is left to do, or before it was filed."""
    facts = dossier.facts
    if dossier.is_draft or dossier.is_final:
        return None
    if facts.waits_for_applicant:
        return NextActor("", None, None, dossier.state_since)
    if facts.keeper == Keeper.DESK or dossier.state == State.RESOLVED:
        return NextActor(Post.Role.DESK, dossier.desk_unit, None, dossier.state_since)
    since = dossier.step_since or dossier.state_since
    if dossier.is_drafted:
        return NextActor(dossier.edition.signer_role, dossier.holder_unit, None, since)
    step = dossier.inner_step
    role = dossier.edition.post_of(step) if step else _role_in(dossier)
    return NextActor(role, dossier.holder_unit, dossier.holder, since)


def _role_in(dossier: Dossier) -> str:
    """Who has it where the inner procedure names no step of this phase."""
    return dossier.edition.signer_role if dossier.state == State.APPROVAL else str(Post.Role.OFFICER)

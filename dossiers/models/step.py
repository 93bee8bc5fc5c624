"""InnerSteps: where a dossier stands in the inner procedure of its edition."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.models.state import State
from people.models import Agency
from procedures.models.inner_procedure import APPRAISAL, Step

if TYPE_CHECKING:
    from procedures.models import Edition


class InnerSteps(models.Model):
    """The internal step a dossier is at: data inside a phase, so that no step changes the state."""

    step = models.CharField(_("bước"), max_length=40, blank=True)
    step_since = models.DateTimeField(null=True, blank=True)  # since when it is at this step
    step_due_at = models.DateTimeField(null=True, blank=True)
    # Ids of accounts that endorsed the proposal as it stands: who endorsed it does not decide it as well.
    endorsed_by: "models.JSONField[Any, Any]" = models.JSONField(default=list, db_default=[])

    if TYPE_CHECKING:
        edition: Edition
        state: str
        proposed_outcome: str
        holder_unit: Agency | None

    class Meta:
        abstract = True

    @property
    def inner_step(self) -> Step | None:
        """The internal step it is at; the first one of its phase where it was not placed on another."""
        phase = State(self.state).facts.phase
        step = self.edition.internal_step(self.step)
        if step and step["phase"] == phase:
            return step
        return next(iter(self.edition.steps_in(phase)), None)

    @property
    def levels_left(self) -> list[Step]:
        """The levels of approval that it waits for before who signs: the one it is at, and those between."""
        step = self.inner_step
        if self.state != State.APPROVAL or step is None:
            return []
        return [step, *self.edition.steps_from(step["key"])][:-1]

    @property
    def levels_before(self) -> list[Step]:
        """The levels of approval that it has passed, to which it may go back."""
        step = self.inner_step
        return self.edition.steps_before(step["key"]) if step and self.state == State.APPROVAL else []

    @property
    def is_drafted(self) -> bool:
        """Three steps, and the draft of its result is with who signs."""
        return bool(self.state == State.APPRAISAL and self.proposed_outcome and not self.edition.needs_approval)

    @property
    def may_go_on(self) -> bool:
        """A step of its appraisal may be completed, since an officer's step follows."""
        step = self.inner_step
        return bool(step and step["phase"] == APPRAISAL and not self.is_drafted and self.following_steps)

    @property
    def following_steps(self) -> list[Step]:
        """The steps of appraisal that follow the one it is at; signing in three steps is none."""
        step = self.inner_step
        rows = self.edition.steps_from(step["key"]) if step else []
        return [row for row in rows if row["post"] != "leader"]

    def enter_step(self, step: Step) -> None:
        """Place it on *step*, whose time begins with this act."""
        self.step, self.step_since, self.step_due_at = step["key"], None, None

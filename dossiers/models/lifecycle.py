"""The state machine of a dossier: which edges lead from state to state, each with its article.

A method here changes the state in memory and nothing else: the door in journal/entry.py locks, records and saves.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, FSMFieldDescriptor, transition

from dossiers.models.state import WITHDRAWABLE, State


class GuardedDescriptor(FSMFieldDescriptor):
    """Protected assignment that still lets refresh_from_db() and an equal value pass."""

    def __set__(self, instance: Any, value: Any) -> None:
        values, name = instance.__dict__, self.field.name
        if name in values and (values.get("_reloading") or values[name] == value):
            values[name] = self.field.to_python(value)
            return
        super().__set__(instance, value)


class GuardedFSMField(FSMField):
    """A state nobody assigns: only the transitions below move it."""

    descriptor_class = GuardedDescriptor


class Corrections(models.Model):
    """The edges by which a mistake is undone, within days, by who answers for the unit.

    The agency mends its own errors (Decree 61/2018 art. 21).
    """

    class Meta:
        abstract = True

    @transition("state", source=State.RETURNED, target=State.RESOLVED)
    def to_hand_out_undone(self) -> None:
        """The result was not in the applicant's hands after all; it waits for them again."""

    @transition("state", source=State.NOT_ACCEPTED, target=State.SUBMITTED)
    def to_refusal_undone(self) -> None:
        """Refused at reception by mistake; it waits to be accepted again."""

    @transition("state", source=State.STOPPED, target=RETURN_VALUE(State.WITHDRAWAL_REQUESTED, *WITHDRAWABLE))
    def to_stop_undone(self, from_state: str) -> str:
        """Stopped or closed by mistake; back to where it was."""
        return from_state

    @transition("state", source=State.RESOLVED, target=State.APPRAISAL)
    def to_result_recalled(self) -> None:
        """The result is taken back before it was handed out; it is appraised again."""


class StepEdges(models.Model):
    """The edges inside a phase: an internal step is done, and the state stays."""

    class Meta:
        abstract = True

    @transition("state", source=State.APPRAISAL, target=State.APPRAISAL)
    def to_next_step(self) -> None:
        """One internal step of the appraisal is done; the next begins."""

    @transition("state", source=State.APPRAISAL, target=State.APPRAISAL)
    def to_drafted(self) -> None:
        """In three steps the draft of the result goes to who signs, and stays data of the appraisal."""

    @transition("state", source=State.APPROVAL, target=State.APPROVAL)
    def to_endorsed(self) -> None:
        """A level before the signer agrees (art. 19.1); the next one has it."""


class Lifecycle(Corrections, StepEdges):
    """The edges. Articles are of Decree 61/2018 as carried on by Decree 118/2025, unless said."""

    state = GuardedFSMField(_("trạng thái"), default=State.DRAFT, choices=State, protected=True, max_length=22)
    # Where a withdrawal was asked from, so that "continue" leads back there.
    withdrawal_from = models.CharField(max_length=22, blank=True)

    class Meta(Corrections.Meta):
        abstract = True

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Django's refresh, let through the protection of the state field."""
        self.__dict__["_reloading"] = True
        try:
            super().refresh_from_db(*args, **kwargs)
        finally:
            self.__dict__.pop("_reloading", None)

    @transition("state", source=State.DRAFT, target=State.SUBMITTED)
    def to_submitted(self) -> None:
        """System reception; the clock does not run yet (art. 17)."""

    @transition("state", source=State.SUBMITTED, target=State.ACCEPTED)
    def to_accepted(self) -> None:
        """Received complete and correct: the statutory time begins (art. 17.1.c)."""

    @transition("state", source=State.SUBMITTED, target=State.NOT_ACCEPTED)
    def to_not_accepted(self) -> None:
        """Refused at reception, with reasons on Form 03 (art. 17.1.b)."""

    @transition("state", source=State.ACCEPTED, target=State.APPRAISAL)
    def to_appraisal(self) -> None:
        """Handed over to the competent unit (art. 18)."""

    @transition("state", source=(State.SUBMITTED, State.APPRAISAL), target=State.AWAITING_SUPPLEMENT)
    def to_awaiting_supplement(self) -> None:
        """Asked once and fully for what is missing, on Form 02 (art. 15.3, 19.4)."""

    @transition("state", source=State.AWAITING_SUPPLEMENT, target=RETURN_VALUE(State.SUBMITTED, State.APPRAISAL))
    def to_supplied(self, from_state: str) -> str:
        """What was asked for came; back to where it was asked from."""
        return from_state

    @transition("state", source=State.APPRAISAL, target=State.AWAITING_PAYMENT)
    def to_awaiting_payment(self) -> None:
        """A fee demanded during appraisal (art. 22)."""

    @transition("state", source=State.AWAITING_PAYMENT, target=State.APPRAISAL)
    def to_paid(self) -> None:
        """The demanded fee is settled; appraisal goes on."""

    @transition("state", source=State.APPRAISAL, target=State.APPROVAL)
    def to_approval(self) -> None:
        """The officer proposes an outcome to the signer (art. 19.1)."""

    @transition("state", source=State.APPROVAL, target=State.APPRAISAL)
    def to_sent_back(self) -> None:
        """The signer wants more work on it."""

    @transition("state", source=State.APPROVAL, target=State.RESOLVED)
    def to_approved(self) -> None:
        """Decided in four steps, granted or refused (art. 19.8)."""

    @transition("state", source=(State.ACCEPTED, State.APPRAISAL), target=State.RESOLVED)
    def to_resolved(self) -> None:
        """Decided in three steps, or on the spot for same-day procedures (art. 17.4)."""

    @transition("state", source=State.RESOLVED, target=State.RETURNED)
    def to_returned(self) -> None:
        """The result is in the applicant's hands (art. 20)."""

    @transition("state", source=WITHDRAWABLE, target=State.WITHDRAWAL_REQUESTED)
    def to_withdrawal_requested(self) -> None:
        """The applicant asks for it back; impossible once a result decision exists."""

    @transition("state", source=State.WITHDRAWAL_REQUESTED, target=RETURN_VALUE(*WITHDRAWABLE))
    def to_continued(self) -> str:
        """The withdrawal is not carried through; back to where it was asked from."""
        return self.withdrawal_from

    @transition("state", source=State.WITHDRAWAL_REQUESTED, target=State.STOPPED)
    def to_stopped(self) -> None:
        """Stopped at the applicant's request, on Form 05 (Circular 03/2025)."""

    @transition("state", source=(State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT), target=State.STOPPED)
    def to_closed(self) -> None:
        """Closed for silence, only on a recorded legal ground."""

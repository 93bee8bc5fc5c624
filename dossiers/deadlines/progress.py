"""How far a dossier is, in the steps its procedure publishes."""

from dossiers.models import Dossier, State

DONE = {
    State.DRAFT: 0,
    State.SUBMITTED: 1,
    State.NOT_ACCEPTED: 1,
    State.ACCEPTED: 1,
    State.APPRAISAL: 2,
    State.AWAITING_PAYMENT: 2,
    State.AWAITING_SUPPLEMENT: 2,
    State.WITHDRAWAL_REQUESTED: 2,
    State.APPROVAL: 3,
}


def steps_done(dossier: Dossier) -> int:
    """The step it is in, from 1; the last one once there is a result."""
    steps = dossier.edition.step_count
    if dossier.state == State.AWAITING_SUPPLEMENT and dossier.accepted_at is None:
        return 1
    return min(DONE.get(State(dossier.state), steps), steps)

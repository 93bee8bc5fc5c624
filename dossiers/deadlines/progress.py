"""Count how far a dossier is, in the steps its procedure publishes."""

from dossiers.models import Dossier, State


def steps_done(dossier: Dossier) -> int:
    """The step it is in, from 1; the last one once there is a result."""
    steps, step = dossier.edition.step_count, dossier.facts.step
    if dossier.state == State.AWAITING_SUPPLEMENT and dossier.accepted_at is None:
        return 1
    return steps if step is None else min(step, steps)

"""The acts on a filed dossier, one resource each."""

from typing import Any

from dossiers import actions
from dossiers.api import inputs
from dossiers.api.base import ActView, documented
from dossiers.models import Dossier


@documented(inputs.EmptyIn, "File the draft")
class Submission(ActView):
    """Submit."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Submit the draft."""
        return actions.submit(dossier, **who)


@documented(inputs.AcceptanceIn, "Accept as complete and correct")
class Acceptance(ActView):
    """Accept."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Accept the dossier."""
        return actions.accept(dossier, due_day=said["due_day"], due_ground=said["due_ground"], **who)


@documented(inputs.ReasonIn, "Refuse reception")
class Refusal(ActView):
    """Refuse reception."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Refuse with a reason."""
        return actions.refuse_reception(dossier, said["reason"], **who)


@documented(inputs.SupplementRequestIn, "Ask for what is missing")
class SupplementRequest(ActView):
    """Request a supplement."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Request once and fully."""
        items = [dict(item) for item in said["items"]]
        return actions.request_supplement(dossier, items, said["reason"], **who)


@documented(inputs.EmptyIn, "Send what was asked for")
class Supplement(ActView):
    """Supply."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Send the supplement."""
        return actions.supply(dossier, **who)


@documented(inputs.EmptyIn, "Hand over to the competent unit")
class Handover(ActView):
    """Hand over."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Hand over."""
        return actions.hand_over(dossier, **who)


@documented(inputs.OutcomeIn, "Propose an outcome (four steps)")
class Proposal(ActView):
    """Propose."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Propose to the signer."""
        return actions.propose(dossier, said["outcome"], said["text"], **who)


@documented(inputs.OutcomeIn, "Approve an outcome (four steps)")
class Approval(ActView):
    """Approve."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Decide a proposed case."""
        return actions.approve(dossier, said["outcome"], said["text"], **who)


@documented(inputs.DelayIn, "Name the cause of a delay")
class Delay(ActView):
    """Name a delay."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Keep the coded cause, and the new day asked for."""
        words = (said["cause"], said["owner"], said["reason"])
        return actions.name_delay(dossier, *words, asked_day=said["new_day"], **who)


@documented(inputs.ApologyIn, "Sign the letter of apology with the one new day")
class Apology(ActView):
    """Apologise."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Name the one new day."""
        return actions.apologise(dossier, said.pop("new_day"), said.pop("reason"), **said, **who)


@documented(inputs.ReasonIn, "Send a proposal back")
class SendBack(ActView):
    """Send back."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Return to the officer."""
        return actions.send_back(dossier, said["reason"], **who)


@documented(inputs.OutcomeIn, "Sign the result (three steps)")
class Resolution(ActView):
    """Resolve."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Sign the result."""
        return actions.resolve(dossier, said["outcome"], said["text"], **who)


@documented(inputs.PaymentDemandIn, "Demand a fee during appraisal")
class PaymentDemand(ActView):
    """Demand payment."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Demand a fee."""
        return actions.demand_payment(dossier, said["amount"], said["reason"], **who)


@documented(inputs.ReturnIn, "Hand out the result")
class Return(ActView):
    """Hand out."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Hand out the result."""
        return actions.hand_out(dossier, said["received_by"], **who)


@documented(inputs.OptionalReasonIn, "Ask to withdraw")
class WithdrawalRequest(ActView):
    """Request withdrawal."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Ask for the dossier back."""
        return actions.request_withdrawal(dossier, said["reason"], **who)


@documented(inputs.ReasonIn, "Stop a dossier whose withdrawal was asked for")
class Stop(ActView):
    """Stop."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Stop the dossier."""
        return actions.stop(dossier, said["reason"], **who)


@documented(inputs.OptionalReasonIn, "Go on after a withdrawal request")
class Continuation(ActView):
    """Continue."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Go on with the dossier."""
        return actions.continue_dossier(dossier, said["reason"], **who)


@documented(inputs.ReasonIn, "Close for silence, on a recorded legal ground")
class Closure(ActView):
    """Close for silence."""

    def carry_out(self, dossier: Dossier, said: dict[str, Any], **who: Any) -> Dossier:
        """Close the dossier."""
        return actions.close_for_silence(dossier, said["reason"], **who)

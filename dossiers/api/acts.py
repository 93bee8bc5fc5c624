"""The acts on a filed dossier, one resource each."""

from dossiers import actions
from dossiers.api import inputs
from dossiers.api.base import Resource
from dossiers.api.supplement_inputs import SupplementIn, SupplementRequestIn

RESOURCES = (
    Resource("submission", actions.submit, inputs.EmptyIn, "File the draft"),
    Resource("acceptance", actions.accept, inputs.AcceptanceIn, "Accept as complete and correct"),
    Resource("ground-confirmation", actions.confirm_ground, inputs.EmptyIn, "Confirm the ground for paying less"),
    Resource("refusal", actions.refuse_reception, inputs.ReasonIn, "Refuse reception"),
    Resource("supplement-request", actions.request_supplement, SupplementRequestIn, "Ask for what is missing"),
    Resource("supplement", actions.supply, SupplementIn, "Send what was asked for"),
    Resource("handover", actions.hand_over, inputs.EmptyIn, "Hand over to the competent unit"),
    Resource("take-over", actions.take_over, inputs.ReasonIn, "Handle what a colleague handled"),
    Resource("interest", actions.declare_interest, inputs.ReasonIn, "Declare an interest in it, and give it up"),
    Resource("opinion-request", actions.ask_opinion, inputs.OpinionRequestIn, "Ask another unit what it says"),
    Resource("opinion", actions.give_opinion, inputs.OpinionIn, "Answer for one's unit"),
    Resource("opinion-withdrawal", actions.withdraw_opinion, inputs.OpinionWithdrawalIn, "Ask a unit no more"),
    Resource("proposal", actions.propose, inputs.OutcomeIn, "Propose an outcome (four steps)"),
    Resource("approval", actions.approve, inputs.ApprovalIn, "Approve an outcome (four steps)"),
    Resource("delay", actions.name_delay, inputs.DelayIn, "Name the cause of a delay"),
    Resource("apology", actions.apologise, inputs.ApologyIn, "Sign the letter of apology with the one new day"),
    Resource("step-completion", actions.complete_step, inputs.NoteIn, "Finish one internal step of the appraisal"),
    Resource("draft", actions.draft, inputs.OutcomeIn, "Submit the draft of the result (three steps)"),
    Resource("endorsement", actions.endorse, inputs.EndorsementIn, "Agree with a proposal before who signs it"),
    Resource("send-back", actions.send_back, inputs.SendBackIn, "Send a proposal or a draft back"),
    Resource("resolution", actions.resolve, inputs.ApprovalIn, "Sign the result (three steps)"),
    Resource("payment-demand", actions.demand_payment, inputs.PaymentDemandIn, "Demand a fee during appraisal"),
    Resource("seal", actions.seal_result, inputs.SealIn, "Have the agency sign a result that waits for its clerk"),
    Resource("return", actions.hand_out, inputs.ReturnIn, "Hand out the result"),
    Resource("withdrawal-request", actions.request_withdrawal, inputs.OptionalReasonIn, "Ask to withdraw"),
    Resource("stop", actions.stop, inputs.ReasonIn, "Stop a dossier whose withdrawal was asked for"),
    Resource("continuation", actions.continue_dossier, inputs.OptionalReasonIn, "Go on after a withdrawal request"),
    Resource("cessation", actions.stop_for_cessation, inputs.CessationIn, "Stop: the applicant died or was dissolved"),
    Resource("return-reversal", actions.undo_hand_out, inputs.ReasonIn, "Undo a mistaken hand-out"),
    Resource("refusal-reversal", actions.undo_refusal, inputs.ReasonIn, "Undo a mistaken refusal of reception"),
    Resource("stop-reversal", actions.undo_stop, inputs.ReasonIn, "Undo a mistaken stop or closing"),
    Resource("result-recall", actions.recall_result, inputs.ReasonIn, "Recall a result before it is handed out"),
    Resource("result-correction", actions.correct_result, inputs.CorrectionIn, "Correct a result by another one"),
    Resource("result-revocation", actions.revoke_result, inputs.RevocationIn, "Revoke a result on its legal ground"),
    Resource("closure", actions.close_for_silence, inputs.ReasonIn, "Close for silence, on a recorded legal ground"),
)

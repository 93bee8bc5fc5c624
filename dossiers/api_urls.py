"""Routes of the dossier API, under /api/v1/."""

from django.urls import path

from dossiers.api import acts, drafts, listing

ACTS = {
    "submission": acts.Submission,
    "acceptance": acts.Acceptance,
    "refusal": acts.Refusal,
    "supplement-request": acts.SupplementRequest,
    "supplement": acts.Supplement,
    "handover": acts.Handover,
    "proposal": acts.Proposal,
    "approval": acts.Approval,
    "delay": acts.Delay,
    "apology": acts.Apology,
    "send-back": acts.SendBack,
    "resolution": acts.Resolution,
    "payment-demand": acts.PaymentDemand,
    "return": acts.Return,
    "withdrawal-request": acts.WithdrawalRequest,
    "stop": acts.Stop,
    "continuation": acts.Continuation,
    "closure": acts.Closure,
}

urlpatterns = [
    path("dossiers/", drafts.Dossiers.as_view()),
    path("dossiers/<str:name>/", drafts.OneDossier.as_view()),
    path("dossiers/<str:name>/attachments/", drafts.Attachments.as_view()),
    path("dossiers/<str:name>/attachments/<int:pk>/", drafts.OneAttachment.as_view()),
    path("lookup/<str:name>/", listing.Lookup.as_view()),
    *[path(f"dossiers/<str:name>/{word}/", view.as_view(), name=f"act-{word}") for word, view in ACTS.items()],
]

"""Routes of the dossier API, under /api/v1/."""

from django.urls import path

from dossiers.api import batches, drafts, lookup, papers
from dossiers.api.acts import RESOURCES
from dossiers.api.base import view_of
from dossiers.api.preview import Preview

ACTS = {resource.word: view_of(resource) for resource in RESOURCES}

urlpatterns = [
    path("dossiers/", drafts.Dossiers.as_view()),
    path("dossiers/<str:name>/", drafts.OneDossier.as_view()),
    path("dossiers/<str:name>/attachments/", drafts.Attachments.as_view()),
    path("dossiers/<str:name>/attachments/<int:pk>/", drafts.OneAttachment.as_view()),
    path("dossiers/<str:name>/papers/<int:pk>/", papers.OnePaper.as_view(), name="paper"),
    path("verification/<str:code>/", papers.Verification.as_view()),
    path("dossiers/<str:name>/preview/", Preview.as_view()),
    path("batches/", batches.Batches.as_view()),
    path("batches/<int:pk>/", batches.OneBatch.as_view()),
    path("lookup/", lookup.SlipLookup.as_view()),
    path("lookup/<str:name>/", lookup.Lookup.as_view()),
    *[path(f"dossiers/<str:name>/{word}/", view.as_view(), name=f"act-{word}") for word, view in ACTS.items()],
]

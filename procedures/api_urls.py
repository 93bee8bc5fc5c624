"""The catalogue's API routes, under /api/v1/."""

from django.urls import path

from procedures.api.catalogue import OneProcedure, Procedures
from procedures.api.deadlines import ProcedureDeadline, TermDeadline

urlpatterns = [
    path("deadline/", TermDeadline.as_view()),
    path("procedures/", Procedures.as_view()),
    path("procedures/<slug:slug>/", OneProcedure.as_view()),
    path("procedures/<slug:slug>/deadline/", ProcedureDeadline.as_view()),
]

"""Routes of the reports' API, under /api/v1/."""

from django.urls import path

from reports.api import OneReport

urlpatterns = [path("reports/<slug:name>/", OneReport.as_view())]

"""Routes of the leaders' page and the reports."""

from django.urls import path

from reports import reads, results, views

app_name = "reports"

urlpatterns = [
    path("lanh-dao/", views.what_is_late, name="what_is_late"),
    path("bao-cao/", views.index, name="index"),
    path("rieng-tu/luot-xem/", reads.reads, name="reads"),
    path("can-bo/ket-qua/", results.results, name="results"),
    path("bao-cao/<slug:name>/", views.report, name="report"),
]

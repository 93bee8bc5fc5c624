"""Routes of the leaders' page and the reports."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("lanh-dao/", views.what_is_late, name="what_is_late"),
    path("bao-cao/", views.index, name="index"),
    path("bao-cao/<slug:name>/", views.report, name="report"),
]

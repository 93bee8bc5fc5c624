"""Routes of the API: the only place that includes the apps' API routes."""

from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView

from people.sign_in.token_api import TokenView
from portal.schema import SchemaView

urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema", http_method_names=["get"]), name="api-docs"),
    path("v1/token/", TokenView.as_view()),
    path("v1/", include("procedures.api_urls")),
    path("v1/", include("payments.api_urls")),
    path("v1/", include("dossiers.api_urls")),
    path("v1/", include("reports.api_urls")),
]

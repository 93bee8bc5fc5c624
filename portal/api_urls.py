"""The API root: the only place that includes the apps' API routes."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from portal.rooms import room
from portal.token import TokenView

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema", http_method_names=["get"]), name="api-docs"),
    path("v1/token/", TokenView.as_view()),
    *room("v1/", "procedures.api_urls"),
    *room("v1/", "payments.api_urls"),
    *room("v1/", "dossiers.api_urls"),
    *room("v1/", "reports.api_urls"),
]

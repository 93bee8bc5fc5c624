"""Every route of the site; the apps' routes are included here and nowhere else."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from rest_framework.authtoken.models import TokenProxy

from portal.operations import health, metrics
from portal.sitemaps import SITEMAPS
from portal.views import robots_txt, security_txt

# Keys that open other people's accounts are nobody's to read; an administrator sees no dossier that way either.
for keys in (TokenProxy, Authenticator, EmailAddress):
    admin.site.unregister(keys)
admin.site.site_header = admin.site.site_title = _("Quản trị Một Cửa")

app_pages = [
    path("", include("portal.pages")),
    path("", include("people.sign_in.urls")),
    path("", include("people.urls")),
    path("", include("procedures.urls")),
    path("", include("notifications.urls")),
    path("", include("dossiers.urls")),
    path("", include("payments.urls")),
    path("", include("reports.urls")),
]

urlpatterns = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("metrics", metrics.metrics),
    path(".well-known/security.txt", security_txt),
    path("robots.txt", robots_txt),
    path(
        "sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS, "content_type": "application/xml; charset=utf-8"}
    ),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/", include("portal.api_urls")),
    path("quan-tri/", admin.site.urls),
    *i18n_patterns(*app_pages, prefix_default_language=False),
]

handler400 = "portal.http.errors.bad_request"
handler403 = "portal.http.errors.forbidden"
handler404 = "portal.http.errors.not_found"
handler500 = "portal.http.errors.server_error"

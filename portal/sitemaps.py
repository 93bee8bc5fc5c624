"""What search engines may read: the pages of everybody, every procedure in force and every guide, in both languages."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from procedures.guides import guides
from procedures.models import Edition

PUBLIC_PAGES = (
    "portal:home",
    "procedures:list",
    "portal:help",
    "portal:privacy",
    "portal:accessibility",
    "dossiers:record",
)


class PublicSitemap(Sitemap):  # type: ignore[type-arg]
    """Both languages of each page, each naming the other; under the address of the site, whoever asks."""

    i18n = alternates = x_default = True
    protocol, domain = urlsplit(settings.SITE_URL)[:2]

    def get_domain(self, site: Any = None) -> str:
        """The host of SITE_URL."""
        return self.domain


class PageSitemap(PublicSitemap):
    """Pages that belong to no procedure."""

    def items(self) -> Sequence[str]:
        """Names of routes."""
        return PUBLIC_PAGES

    def location(self, item: str) -> str:
        """The path of a page in the active language."""
        return reverse(item)


class ProcedureSitemap(PublicSitemap):
    """Procedures in force, each with the day since which it reads as it does."""

    limit = 1000

    def items(self) -> Any:
        """Slug and first day of each edition in force."""
        rows = Edition.objects.in_force(timezone.localdate()).order_by("procedure__slug")
        return rows.values_list("procedure__slug", "valid_from")

    def location(self, item: tuple[str, date]) -> str:
        """The page of the procedure."""
        return reverse("procedures:detail", args=[item[0]])

    def lastmod(self, item: tuple[str, date]) -> date:
        """Since when it reads so."""
        return item[1]


class GuideSitemap(PublicSitemap):
    """Guides that lead to the right procedure."""

    def items(self) -> list[str]:
        """Their slugs."""
        return list(guides())

    def location(self, item: str) -> str:
        """The first question of a guide."""
        return reverse("procedures:guide", args=[item])


SITEMAPS = {"pages": PageSitemap, "procedures": ProcedureSitemap, "guides": GuideSitemap}

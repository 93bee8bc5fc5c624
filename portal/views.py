"""Public pages that belong to no app: home, the page after sign-in, display settings, help and policies."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.admin import is_administrator
from people.models import Post, User
from portal.forms import DisplayForm
from portal.http import cookies
from portal.licences import works
from portal.showcase import samples

QUEUE = "can-bo/"
# Where who has one post begins, if not with the queue; an administrator sees no dossier.
FIRST_PAGES: dict[str, str] = {
    Post.Role.DESK: "can-bo/quay/",
    Post.Role.CASHIER: "can-bo/thu-phi/",
    Post.Role.SEAL_CLERK: "can-bo/dong-dau/",
    Post.Role.ADMINISTRATOR: "can-bo/thu-tuc/",
}
PRIVATE = ("ho-so/", "can-bo/", "lanh-dao/", "tai-khoan/", "lich/")
NOT_FOR_ROBOTS = ("/api/", "/quan-tri/", *(f"{prefix}{place}" for prefix in ("/", "/en/") for place in PRIVATE), "/*?")


@login_required
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to the first page of the role: the queue, a leader's what waits to be signed; or their dossiers.

    The first account of a fresh site has no post yet, and enters units and accounts before anything else.
    """
    assert isinstance(request.user, User)
    if request.user.is_superuser and not request.user.active_posts and is_administrator(request):
        return redirect("admin:index")
    return redirect(reverse("portal:home") + first_page_of(request.user))


def first_page_of(user: User) -> str:
    """The page *user* starts on, relative to home."""
    if user.has_role(Post.Role.LEADER):
        return "can-bo/cho-ky/"
    roles = {post.role for post in user.active_posts}
    if len(roles) == 1:
        return FIRST_PAGES.get(roles.pop(), QUEUE)
    return QUEUE if roles else "ho-so/"


def display_settings(request: HttpRequest) -> HttpResponse:
    """Text size and contrast, by cookie: works without an account and without JavaScript."""
    chosen = {
        "text_size": cookies.chosen(request, "co_chu", "thuong"),
        "contrast": cookies.chosen(request, "tuong_phan", "thuong"),
    }
    form = DisplayForm(request.POST if request.method == "POST" else None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Đã đổi cách hiển thị."))
        return _with_cookies(redirect("portal:display_settings"), form.cleaned_data)
    status = 422 if form.errors else 200
    return render(request, "portal/display_settings.html", {"form": form}, status=status)


def _with_cookies(response: HttpResponseRedirect, chosen: dict[str, Any]) -> HttpResponse:
    for name, value in (("co_chu", chosen["text_size"]), ("tuong_phan", chosen["contrast"])):
        cookies.keep(response, name, value)
    return response


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to file, follow and collect, and whom to call."""
    return render(request, "portal/help.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored about people, and why."""
    return render(request, "portal/privacy.html")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where a fault is told to us, as RFC 9116 has it; good for a year from each look."""
    expires = timezone.now() + timedelta(days=365)
    lines = [
        f"Contact: mailto:{settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: pages of people and officers, and answers to questions, which have no end."""
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in NOT_FOR_ROBOTS)]
    lines += ["", f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "portal/accessibility.html")


@require_safe
def open_source(request: HttpRequest) -> HttpResponse:
    """The works of others that these pages carry, and their licences."""
    return render(request, "portal/open_source.html", {"works": works()})


@login_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build pages; staff of a demo only."""
    assert isinstance(request.user, User)
    if not settings.DEMO:
        raise Http404
    if not request.user.is_staff_member:
        raise PermissionDenied
    return render(request, "portal/components.html", samples())

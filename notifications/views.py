"""Pages of the inbox: the notices of this user, newest first."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications.actions import read, read_all
from notifications.models import Notice
from notifications.verification import email_of, verify
from toolbox.keyset import BadCursor, newest

ON_A_PAGE = 20


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One page of notices; reading the list leaves them unread, opening one does not."""
    rows = Notice.objects.inbox_of(request.user)
    try:
        page = newest(rows, request.GET.get("cursor", ""), ON_A_PAGE)
    except BadCursor:
        return redirect("notifications:inbox")
    return render(request, "notifications/inbox.html", {"page": page})


@login_required
@require_POST
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read, and go to the page it links to."""
    notice = get_object_or_404(Notice.objects.inbox_of(request.user), pk=pk)
    read(notice, at=timezone.now())
    return redirect(_localized_path(notice.own_path) if notice.own_path else "notifications:inbox")


@login_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark all notices as read."""
    read_all(request.user, at=timezone.now())
    return redirect("notifications:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
def verify_address(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the reader of a mail whether the address is theirs; a button, since mail scanners follow links."""
    email = email_of(token)
    done = request.method == "POST" and email is not None
    if done and email:
        verify(email, timezone.now())
    return render(request, "notifications/verify.html", {"email": email, "done": done}, status=200 if email else 404)


def _localized_path(path: str) -> str:
    """*path*, which was written in Vietnamese, in the language of the reader."""
    language = get_language() or settings.LANGUAGE_CODE
    with override(settings.LANGUAGE_CODE):
        return translate_url(path, language)

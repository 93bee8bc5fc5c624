"""What the scripts of a page ask: keep a form that is not sent yet; go on with a session that is about to end."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from people.guards import current_user, idle_seconds
from people.typed_input import rows
from people.typed_input.words import PAGE_MAX, Words, address_of, fit_to_keep, page_of
from toolbox.text import entered


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """204: keep the form of `address`, whose inputs `words` has as a query; 413 when they are too long."""
    address = address_of(request.POST.get("address", "").partition("?")[0])
    if not address.startswith("/") or not address.isprintable():
        return HttpResponse(status=400)
    inputs = QueryDict(request.POST.get("words", ""))
    data = fit_to_keep((name, [entered(value) for value in values]) for name, values in inputs.lists())
    is_kept = rows.keep(current_user(request), Words(address, page_of(request), data), timezone.now())
    return HttpResponse(status=204 if is_kept else 413)


@login_required
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Delete what was typed into the form of `address`, and show its page without it."""
    rows.delete(current_user(request), request.POST.get("address", "")[:PAGE_MAX] or "-")
    page = request.POST.get("page", "")
    return redirect(page if url_has_allowed_host_and_scheme(page, None) else "portal:after_sign_in")


@login_required
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Let the session begin anew; answer how many seconds it lasts."""
    request.session.modified = True
    return JsonResponse({"seconds": min(request.session.get_expiry_age(), idle_seconds(current_user(request)))})

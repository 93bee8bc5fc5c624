"""Carry out the acts of the officers' side: one address each; POST acts once, on the page it was offered on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers.forms.base import ActForm
from dossiers.models import Dossier
from dossiers.views.desk.dossier import dossier_page
from dossiers.views.desk.neighbours import next_query
from dossiers.views.desk.return_link import redirect_with_list
from dossiers.views.fetch import at_work
from people.guards import View, current_user, staff_only
from toolbox.refusal import Forbidden, Refused


def view_of(act: type[ActForm]) -> View:
    """The view of *act*; what was typed stays on the page whenever it is not carried out."""

    @staff_only
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, name: str) -> HttpResponse:
        if request.method != "POST":
            return redirect_with_list(request, reverse("dossiers:at_work", args=[name]))
        dossier = at_work(request, name)
        form = act(request.POST, dossier=dossier)
        if words := _conflict_message(request, dossier):
            return dossier_page(request, dossier, form, words, 409)
        if not form.is_valid():
            return dossier_page(request, dossier, form, status=422)
        at = timezone.now()
        onward = next_query(request, dossier, at)  # before the act moves it
        try:
            dossier = form.perform(by=current_user(request), at=at)
        except Refused as error:
            status = 403 if isinstance(error, Forbidden) else 409
            return dossier_page(request, dossier, form, error.message, status)
        messages.success(request, str(act.done), extra_tags=act.prints)
        return HttpResponseRedirect(reverse("dossiers:at_work", args=[dossier.name]) + onward)

    return view


def _conflict_message(request: HttpRequest, dossier: Dossier) -> str:
    """What to say when somebody acted since the page was opened; empty when nobody did."""
    seen = request.POST.get("seq", "")
    if not seen.isdecimal() or int(seen[:9]) == dossier.head_seq:
        return ""
    last = dossier.events.select_related("by").order_by("-seq").first()
    assert last is not None
    return _(
        "Hồ sơ vừa được %(who)s cập nhật lúc %(time)s (%(what)s). Xem lại rồi làm tiếp; "
        "nội dung vừa nhập vẫn còn ở dưới."
    ) % {"who": last.by, "time": f"{timezone.localtime(last.at):%H:%M}", "what": last.get_verb_display()}

"""Page of the control slip, which is printed from the browser or kept as a PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from dossiers.control_slip import control_slip
from dossiers.views.fetch import at_work
from people.guards import staff_only
from people.models import Read
from toolbox import pdf


@staff_only
@require_safe
def slip(request: HttpRequest, name: str) -> HttpResponse:
    """The slip as a page; `?format=pdf` as the sheet that goes with the file, in Vietnamese as all papers are."""
    dossier, at = at_work(request, name, Read.What.RECORD), timezone.now()
    events = list(dossier.events.select_related("by").order_by("seq"))
    if request.GET.get("format") == "pdf":
        with override("vi"):
            context = {"dossier": dossier, "lines": control_slip(dossier, events, at), "at": at}
            sheet = pdf.render(render_to_string("dossiers/papers/control_slip.html", context))
        response = HttpResponse(sheet, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="phieu-kiem-soat-{dossier.name}.pdf"'
        return response
    context = {"dossier": dossier, "lines": control_slip(dossier, events, at), "at": at}
    return render(request, "dossiers/desk/control_slip.html", context)

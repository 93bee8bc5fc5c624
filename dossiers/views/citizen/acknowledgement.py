"""What is in the applicant's hand between filing and acceptance: a sheet that says what came in, and when."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from dossiers.models.event import Verb
from dossiers.offices import phone_about
from dossiers.papers.codes import code_of
from dossiers.views.fetch import own
from toolbox import pdf


@login_required
@require_safe
def acknowledgement(request: HttpRequest, name: str) -> HttpResponse:
    """The sheet as a PDF, made from the record each time; a draft has none. It is no reception slip (Form 01)."""
    dossier = own(request, name)
    if dossier.is_draft:
        return redirect("dossiers:check", name=dossier.ref)
    filed = dossier.events.filter(verb=Verb.SUBMITTED).order_by("seq").first()
    names = {row["key"]: row["name_vi"] for row in dossier.components}
    files = dossier.attachments.filter(supplement=None).order_by("component", "id")
    with override("vi"):
        context = {
            "dossier": dossier,
            "check": code_of(filed),
            "files": [(names.get(row.component, row.component), row) for row in files],
            "lookup_address": f"{settings.SITE_URL}{reverse('dossiers:look_up')}?code={dossier.name}",
            "site": settings.SITE_URL,
            "phone": phone_about(dossier),
            "at": timezone.now(),
        }
        sheet = pdf.render(render_to_string("dossiers/papers/acknowledgement.html", context))
    response = HttpResponse(sheet, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="xac-nhan-da-nop-{dossier.name}.pdf"'
    return response

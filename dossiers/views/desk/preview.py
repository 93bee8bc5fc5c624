"""The paper of a proposal before it is signed: of what was proposed, or of what is typed and kept nowhere yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dossiers.actions.preview import deciding, preview
from dossiers.forms.acts.outcome import ApproveForm, DraftForm, OutcomeForm, ProposeForm, ResolveForm
from dossiers.models.event import Verb
from dossiers.papers.preview import Proposal, typeset_sample
from dossiers.papers.results import chosen
from dossiers.views.desk.dossier import dossier_page
from dossiers.views.fetch import at_work
from dossiers.views.file_policy import FILE_POLICY
from people.guards import current_user, role_required, staff_only
from people.models import Post, Read
from procedures.models import ResultTemplate

FORMS: dict[Verb, type[OutcomeForm]] = {form.verb: form for form in (ProposeForm, DraftForm, ApproveForm, ResolveForm)}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, name: str) -> HttpResponse:
    """GET: as proposed. POST: as typed; what is wrong comes back on the page of the dossier, with all of it."""
    dossier, user, at = at_work(request, name, Read.What.PAPER), current_user(request), timezone.now()
    verb, _post = deciding(dossier, user, at)
    if request.method != "POST" or verb not in FORMS:  # who endorses changes no word of it
        return sent(preview(dossier, by=user, at=at), dossier.name)
    form = FORMS[verb](request.POST, dossier=dossier)
    if not form.is_valid():
        return dossier_page(request, dossier, form, status=422)
    typed = form.arguments(user)
    fields = chosen(dossier, typed["outcome"], typed["fields"], timezone.localdate(at))
    proposal = Proposal(typed["outcome"], typed["text"].strip(), fields)
    return sent(preview(dossier, by=user, at=at, proposal=proposal), dossier.name)


@role_required(Post.Role.ADMINISTRATOR)
@require_safe
def sample(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """A template filled with its own sample, for who publishes it."""
    template = get_object_or_404(ResultTemplate, kind=kind, number=number)
    return sent(typeset_sample(template), template.kind)


def sent(content: bytes, name: str) -> HttpResponse:
    """The file, shown and kept nowhere."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="xem-truoc-{name}.pdf"'
    response["Cache-Control"], response["Content-Security-Policy"] = "private, no-store", FILE_POLICY
    return response

"""The guide slip: what a procedure wants, on one sheet that a clerk gives to who came without it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from people.guards import current_user, role_required
from people.models import Post
from procedures import labels
from procedures.fact_sheet import fact_sheet
from procedures.models import Edition
from toolbox import pdf


@role_required(Post.Role.DESK)
@require_safe
def guide_slip(request: HttpRequest, slug: str) -> HttpResponse:
    """The PDF, in Vietnamese as all papers are: papers, time, fee, where to come; nobody's name stands on it."""
    rows = Edition.objects.in_force(timezone.localdate()).select_related("procedure__field")
    edition = get_object_or_404(rows.prefetch_related("components"), procedure__slug=slug)
    desk = next(post.unit for post in current_user(request).acting_posts if post.role == Post.Role.DESK)
    with override("vi"):
        context = {
            "edition": edition,
            "papers": fact_sheet(edition)["papers"],
            "term": labels.term_in_force(edition),
            "fee": labels.fee(edition),
            "desk": desk,
            "hotline": settings.HOTLINE,
            "address": f"{settings.SITE_URL}/thu-tuc/{slug}/",
            "at": timezone.now(),
        }
        sheet = pdf.render(render_to_string("dossiers/papers/guide_slip.html", context))
    response = HttpResponse(sheet, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="huong-dan-{slug}.pdf"'
    return response

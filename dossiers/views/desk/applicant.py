"""The other dossiers of an applicant, as far as an officer's posts open them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers.duplicates import filed_by
from dossiers.models import Dossier
from dossiers.views.desk.return_link import return_link
from dossiers.views.fetch import at_work
from people.guards import current_user, staff_only
from people.models import Read

MOST = 20


@staff_only
@require_safe
def of_applicant(request: HttpRequest, name: str) -> HttpResponse:
    """The newest of them, found by the dossier at hand: no number or name of a person stands in the address.

    It is recorded as a read of the person, and refused to a post that does not see who that is.
    """
    dossier, user = at_work(request, name, Read.What.PARTY), current_user(request)
    rows = list(filed_by(Dossier.objects.at_work_of(user), dossier.applicant).exclude(pk=dossier.pk)[: MOST + 1])
    context = {"dossier": dossier, "rows": rows[:MOST], "most": MOST, "has_more": len(rows) > MOST}
    return render(request, "dossiers/desk/of_applicant.html", {**context, "back": return_link(request)})

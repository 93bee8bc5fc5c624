"""The search boxes of the desk: a code opens its dossier; other words go on to a list, and into no address."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dossiers.models import Dossier
from dossiers.views.desk.return_link import opened_from
from people.guards import current_user
from people.privacy.lookups import redirect_to_lookup


def go_on(
    request: HttpRequest, list_name: str, address: str, longest: int, *, page: str = "dossiers:at_work"
) -> HttpResponse:
    """Redirect to the *page* of the dossier that the words call by code, or to *address* with a reference to them.

    A day and a number that several agencies gave leads to the queue, which lists them. At most *longest* characters
    are read; the link back from the dossier leads to the list of that name as *request* shows it.
    """
    typed = request.POST.get("q", "").strip()[:longest]
    rows = Dossier.objects.at_work_of(current_user(request))
    coded = list(rows.coded(typed)[:2]) if typed else []
    if len(coded) == 1:
        opened = reverse(page, args=[coded[0].name]) + opened_from(request, list_name)
        return redirect_to_lookup(request, opened, "")
    return redirect_to_lookup(request, reverse("dossiers:queue") if coded else address, typed)

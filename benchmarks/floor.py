"""Bare Django views over our tables: the same inserts, updates and reads, and nothing else.

No session, no permission, no validation, no journal, no message: what Django itself costs here.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Engine
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from dossiers.models import Attachment, Dossier, Event

SIZE = 50
ROWS = Engine().from_string(
    "<!doctype html><title>Queue</title><table>{% for row in rows %}<tr><td>{{ row.code }}<td>"
    "{{ row.edition.procedure.name_vi }}<td>{{ row.applicant.name }}<td>{{ row.due_at }}<td>{{ row.state }}"
    "{% endfor %}</table>"
)
ONE = Engine().from_string(
    "<!doctype html><title>{{ it.code }}</title><h1>{{ it.edition.procedure.name_vi }}</h1><p>{{ it.applicant.name }}"
    "<p>{{ it.due_at }}<ul>{% for e in events %}<li>{{ e.verb }} {{ e.at }}{% endfor %}</ul>"
    "<ul>{% for a in files %}<li>{{ a.name }} {{ a.size }}{% endfor %}</ul>"
)


@csrf_exempt
def submit(request: HttpRequest, name: str) -> HttpResponse:
    """A dossier, three documents, an event."""
    like, at = Dossier.objects.get(ref=name), timezone.now()
    mark = uuid.uuid4().hex
    values = {f.attname: getattr(like, f.attname) for f in Dossier._meta.concrete_fields[1:]}
    values |= {"ref": mark[:12], "form_token": mark, "code": f"F-{mark}", "submitted_at": at}
    with transaction.atomic():
        made = Dossier(**values)
        made.save(force_insert=True)
        for number in range(3):
            Attachment(
                dossier=made,
                component=f"c{number}",
                name="a.jpg",
                content_type="image/jpeg",
                sha256=mark * 2,
                path="a",
                size=1,
                added_by_id=like.submitted_by_id,
                added_at=at,
            ).save(force_insert=True)
        _event(made, "submitted", like.submitted_by_id, at)
    return JsonResponse({"code": made.code}, status=201)


@csrf_exempt
def propose(request: HttpRequest, name: str) -> HttpResponse:
    """Locked, changed, recorded."""
    at = timezone.now()
    with transaction.atomic():
        it = Dossier.objects.select_for_update().get(code=name)
        changed = {"state": "approval", "step_since": at, "head_seq": it.head_seq + 1}
        Dossier.objects.filter(pk=it.pk).update(**changed)
        _event(it, "proposed", it.submitted_by_id, at)
    return JsonResponse({"code": it.code, "state": "approval"})


def queue(request: HttpRequest) -> HttpResponse:
    """One page of what a unit holds, by key."""
    query = request.GET
    rows = Dossier.objects.open().filter(holder_unit_id=int(query["unit"]))
    return _page(rows, query)


def overdue(request: HttpRequest) -> HttpResponse:
    """One page of what is late anywhere."""
    return _page(Dossier.objects.open().filter(due_at__lt=timezone.now()), request.GET)


def detail(request: HttpRequest, name: str) -> HttpResponse:
    """A dossier, its events, its documents."""
    it = Dossier.objects.select_related("edition__procedure", "applicant").get(code=name)
    context = {"it": it, "events": list(it.events.order_by("seq")), "files": list(it.attachments.all())}
    return HttpResponse(ONE.render(Context(context)))


def look_up(request: HttpRequest) -> HttpResponse:
    """A dossier by its code."""
    it = Dossier.objects.select_related("edition__procedure").get(code=request.GET["code"])
    return HttpResponse(f"<!doctype html><title>{it.code}</title><p>{it.state}<p>{it.due_at}")


def _page(rows: Any, query: Any) -> HttpResponse:
    if "after" in query:
        at, pk = datetime.fromisoformat(query["after"]), query["id"]
        rows = rows.filter(sort_at__gte=at).filter(Q(sort_at__gt=at) | Q(id__gt=pk))
    rows = rows.select_related("edition__procedure", "applicant").defer("answers", "edition__content")
    page_rows = list(rows.order_by("sort_at", "id")[: SIZE + 1])
    return HttpResponse(ROWS.render(Context({"rows": page_rows[:SIZE]})))


def _event(it: Dossier, verb: str, by: int, at: datetime) -> None:
    Event(
        dossier=it,
        seq=it.head_seq + 1,
        verb=verb,
        from_state=it.state,
        to_state=it.state,
        by_id=by,
        at=at,
        recorded_at=at,
        hash="0" * 64,
    ).save(force_insert=True)


urlpatterns = [
    path("submit/<str:name>/", submit),
    path("propose/<str:name>/", propose),
    path("queue/", queue),
    path("overdue/", overdue),
    path("detail/<str:name>/", detail),
    path("look-up/", look_up),
]

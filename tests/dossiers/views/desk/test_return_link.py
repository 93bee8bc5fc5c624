"""From a dossier back to the list it was opened from, also after an act; and never to another host."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
BACK = re.compile(r'class="govuk-back-link" href="([^"]*)"')


def back_of(answer: Any) -> str:
    """The address of the link back."""
    link = BACK.search(answer.content.decode())
    assert link
    return link[1].replace("&amp;", "&")


def link_to(page: Any, name: str) -> str:
    """The address by which the list links to a dossier."""
    link = re.search(rf'href="([^"]*/{re.escape(name)}/[^"]*)"', page.content.decode())
    assert link
    return link[1].replace("&amp;", "&")


LISTS: list[tuple[str, str, Callable[[Cast], Any]]] = [
    ("officer", "/can-bo/", Cast.appraised),
    ("officer", "/can-bo/?view=all&procedure={slug}", Cast.appraised),
    ("officer", "/can-bo/?view=unit&unit=SLD-VL&procedure={slug}", Cast.appraised),
    ("clerk", "/can-bo/?view=new", Cast.submitted),
    ("clerk", "/can-bo/quay/", Cast.submitted),
    ("cashier", "/can-bo/thu-phi/", Cast.appraised),
]


@pytest.mark.parametrize(("who", "address", "made"), LISTS)
def test_the_way_back_leads_to_the_list_as_it_was(
    client: Client, cast: Cast, who: str, address: str, made: Callable[[Cast], Any]
) -> None:
    dossier = made(cast)
    unit = dossier.holder_unit.code if dossier.holder_unit else ""
    address = address.format(slug=cast.edition.procedure.slug).replace("SLD-VL", unit)
    client.force_login(getattr(cast, who))

    page = client.get(link_to(client.get(address), dossier.name))

    assert back_of(page) == address


def test_an_act_does_not_forget_the_list(client: Client, cast: Cast) -> None:
    dossier = cast.submitted()
    client.force_login(cast.clerk)
    page = client.get(link_to(client.get("/can-bo/?view=new"), dossier.name))
    act = re.search(r'action="(/can-bo/[^"#]*khong-tiep-nhan[^"#]*)', page.content.decode())
    assert act

    refused = client.post(act[1].replace("&amp;", "&"), {"seq": dossier.head_seq})
    done = client.post(act[1].replace("&amp;", "&"), {"seq": dossier.head_seq, "reason": "Sai nơi nộp"}, follow=True)

    assert refused.status_code == 422
    assert done.redirect_chain
    assert back_of(refused) == back_of(done) == "/can-bo/?view=new"


@pytest.mark.parametrize(
    "given",
    [
        "https://xau.example/",
        "//xau.example/",
        "queue?view=unit&next=//xau.example",
        "queue//xau.example",
        "javascript:alert(1)",
        "queue?view=%2F%2Fxau.example%2F" + "x" * 5000,
        "\x00",
        "fees\r\nLocation: x",
    ],
)
def test_no_address_leads_to_another_host(client: Client, cast: Cast, given: str) -> None:
    dossier = cast.appraised()
    client.force_login(cast.officer)

    answer = client.get(f"/can-bo/ho-so/{dossier.name}/?{urlencode({'list': given})}")

    if answer.status_code == 200:
        assert re.match(r"/can-bo/(\?view=[^&]*)?$", back_of(answer))
    assert answer.status_code in (200, 400)


def test_the_search_box_keeps_view_and_filters(client: Client, cast: Cast) -> None:
    dossier, slug = cast.appraised(), cast.edition.procedure.slug
    client.force_login(cast.officer)
    filters = f"?view=all&procedure={slug}"
    action = re.search(r'action="(/can-bo/\?[^"]*)"', client.get(f"/can-bo/{filters}").content.decode())
    assert action

    listed = client.post(action[1].replace("&amp;", "&"), {"q": dossier.applicant.name}, follow=True)
    opened = client.post(action[1].replace("&amp;", "&"), {"q": dossier.code}, follow=True)

    assert listed.request["QUERY_STRING"].startswith(f"{filters[1:]}&tim=")
    assert [row.code for row, _ in listed.context["rows"]] == [dossier.code]
    assert back_of(client.get(link_to(listed, dossier.name))) == f"/can-bo/?{listed.request['QUERY_STRING']}"
    assert back_of(opened) == f"/can-bo/{filters}"

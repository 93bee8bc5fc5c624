"""The counter: who is found, what is typed wrong, and what stands in the way of a receipt."""

from typing import Any

import pytest
from django.test import Client

from dossiers.models import Dossier
from people.models import Party
from tests.support.factories import submitted
from tests.support.posting import whole_form

pytestmark = pytest.mark.django_db
CARD = "001150012345|012345678|Nguyễn Thị Mẫu|27041950|Nữ|Thôn Mẫu, Xã Mẫu, Tỉnh Mẫu|15032021"


def counted(edition: Any) -> dict[str, str]:
    """Every required paper on the counter."""
    return {f"paper-{row.key}-original": "1" for row in edition.components.filter(required=True)}


def test_a_scanned_card_finds_the_person(client: Client, clerk: Any, party: Party, edition: Any) -> None:
    client.force_login(clerk)

    page = client.post("/can-bo/quay/", {"q": CARD}, follow=True).content.decode()

    assert f"/can-bo/quay/{party.pk}/" in page


def test_a_scanned_card_of_somebody_new_fills_the_form(client: Client, clerk: Any) -> None:
    client.force_login(clerk)

    page = client.post("/can-bo/quay/", {"q": CARD}, follow=True)
    form = client.get(page.context["new_party"]).content.decode()

    assert page.context["new_party"] in page.content.decode()
    for words in ("001150012345", "Nguyễn Thị Mẫu", "27/04/1950", "Thôn Mẫu, Xã Mẫu, Tỉnh Mẫu"):
        assert f'value="{words}"' in form


def test_a_code_opens_its_dossier(client: Client, clerk: Any, edition: Any, citizen: Any) -> None:
    dossier = submitted(edition, citizen)
    client.force_login(clerk)

    response = client.post("/can-bo/quay/", {"q": str(dossier.code)})

    assert response["Location"].partition("?")[0] == f"/can-bo/ho-so/{dossier.code}/"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("citizen_id", "003150000123", "Ba chữ số đầu của số căn cước"),
        ("citizen_id", "00115001234", "Số căn cước phải có 12 chữ số; ông/bà đã nhập 11"),
        ("tax_code", "12345", "Mã số thuế phải có 10 chữ số"),
        ("phone", "12", "Nhập số di động gồm 10 chữ số"),
        ("email", "khong-phai", "ten@tenmien.vn"),
        ("passport_no", "!!", "Số hộ chiếu"),
        ("name", "", "Nhập họ, chữ đệm"),
    ],
)
def test_a_new_person_is_checked_field_by_field(client: Client, clerk: Any, field: str, typed: str, words: str) -> None:
    client.force_login(clerk)
    given = {"kind": "person", "name": "Lê B", "citizen_id": "001150000123", "address": "Xã Mẫu"}

    response = client.post("/can-bo/quay/nguoi-nop/", {**given, field: typed})

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert f'value="{typed}"' in page or not typed
    assert not Party.objects.filter(name="Lê B").exists()


def test_the_procedure_is_found_without_accents_and_by_code(
    client: Client, clerk: Any, party: Party, edition: Any
) -> None:
    client.force_login(clerk)

    for typed in ("cap giay phep lao dong", edition.procedure.code):
        page = client.post(f"/can-bo/quay/{party.pk}/", {"q": typed}, follow=True).content.decode()
        assert f"/can-bo/quay/{party.pk}/{edition.procedure.slug}/" in page


def test_missing_papers_and_wrong_counts_are_named_and_everything_typed_stays(
    client: Client, clerk: Any, party: Party, three_step_edition: Any
) -> None:
    client.force_login(clerk)
    slug, rows = (three_step_edition.procedure.slug, list(three_step_edition.components.filter(required=True)))
    form = whole_form(three_step_edition) | {f"paper-{rows[0].key}-original": "hai"}

    response = client.post(f"/can-bo/quay/{party.pk}/{slug}/", form)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Nhập số từ 0 đến 99" in page
    assert f"Còn thiếu: {rows[1].name_vi}" in page
    assert 'value="hai"' in page
    assert 'value="NGUYEN VAN AN"' in page
    assert not Dossier.objects.exists()


def test_the_button_that_counts_every_paper_changes_the_page_only(
    client: Client, clerk: Any, party: Party, three_step_edition: Any
) -> None:
    client.force_login(clerk)
    slug = three_step_edition.procedure.slug

    response = client.post(f"/can-bo/quay/{party.pk}/{slug}/", {"all_papers": "1"})

    assert response.status_code == 200
    assert 'value="1"' in response.content.decode()
    assert not Dossier.objects.exists()


def test_a_procedure_without_a_term_asks_for_day_and_ground(
    client: Client, clerk: Any, party: Party, three_step_edition: Any
) -> None:
    three_step_edition.stages = []
    three_step_edition.save(update_fields=["stages"])
    client.force_login(clerk)
    address = f"/can-bo/quay/{party.pk}/{three_step_edition.procedure.slug}/"
    form = whole_form(three_step_edition) | counted(three_step_edition)

    response = client.post(address, {**form, "due_day": "31/02/2026", "due_ground": ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Nhập căn cứ của ngày hẹn trả" in page
    assert 'value="31/02/2026"' in page


def test_postal_dossiers_are_taken_in_as_such(
    client: Client, clerk: Any, party: Party, three_step_edition: Any
) -> None:
    client.force_login(clerk)
    address = f"/can-bo/quay/{party.pk}/{three_step_edition.procedure.slug}/"
    form = whole_form(three_step_edition) | counted(three_step_edition)

    client.post(address, {**form, "channel": "postal", "token": "buu-dien"})

    assert Dossier.objects.get().channel == Dossier.Channel.POSTAL


def test_only_the_desk_works_at_the_counter(client: Client, officer: Any, citizen: Any) -> None:
    for user in (officer, citizen):
        client.force_login(user)
        assert client.get("/can-bo/quay/").status_code == 403


def test_an_account_is_joined_to_a_person_known_from_the_desk(
    client: Client, clerk: Any, party: Party, neighbour: Any, edition: Any
) -> None:
    client.force_login(clerk)
    address = f"/can-bo/quay/{party.pk}/tai-khoan/"
    typed = {"username": "khong-co", "scope": "own", "proof": "Căn cước bản chính"}

    wrong = client.post(address, typed)
    right = client.post(address, {**typed, "username": "hangxom"})
    again = client.post(address, {**typed, "username": "hangxom"})

    assert wrong.status_code == 422
    assert 'value="khong-co"' in wrong.content.decode()
    assert right["Location"] == f"/can-bo/quay/{party.pk}/"
    assert "đã được nộp hồ sơ" in again.content.decode()
    joined = neighbour.representations.get()
    assert joined.party == party
    assert (joined.proof, joined.checked_by, joined.is_checked) == ("Căn cước bản chính", clerk, True)


def test_the_day_is_counted_as_the_lists_count_it(client: Client, clerk: Any, edition: Any, citizen: Any) -> None:
    submitted(edition, citizen)
    client.force_login(clerk)

    tiles = {tile.view: tile.count for tile in client.get("/can-bo/quay/").context["tiles"] if tile.view}

    assert tiles == {"new": "1", "to-hand-over": "0", "ready": "0", "soon": "0", "overdue": "0"}
    for view, count in tiles.items():
        assert str(len(client.get(f"/can-bo/?view={view}").context["page"].rows)) == count, view


def test_the_counter_opens_while_next_year_s_calendar_is_not_published(client: Client, clerk: Any) -> None:
    client.force_login(clerk)  # no calendar at all

    page = client.get("/can-bo/quay/")

    assert page.status_code == 200
    assert [tile.view for tile in page.context["tiles"]] == ["new", "to-hand-over", "ready", "overdue", *[""] * 5]

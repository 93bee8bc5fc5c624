"""Filing online, page by page: nothing typed is lost, nothing is filed twice, nobody else gets in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers.models import Dossier, State
from people.models import Party, Representation
from procedures import questions
from tests.support.factories import answers
from tests.support.posting import begin, fill, posted
from toolbox.text import entered

pytestmark = pytest.mark.django_db
HOSTILE = [
    "😀" * 40,
    "<script>alert(1)</script>",
    "'; DROP TABLE dossiers_dossier; --",
    "Ẫ" * 300,
    "\u202eabc",
    "{{ 7*7 }}",
    "%s%n",
]


def section_page(draft: Dossier, number: int = 1) -> str:
    """The address of one section."""
    return f"/ho-so/{draft.ref}/phan/{number}/"


def test_the_first_time_one_says_who_one_is(client: Client, edition: Any, neighbour: Any) -> None:
    client.force_login(neighbour)
    start = f"/nop-ho-so/{edition.procedure.slug}/"

    sent_on = client.get(start)
    client.post(
        f"{start}nguoi-nop/", {"kind": "person", "name": "Lê Văn B", "citizen_id": "001050000777", "address": "Xã Mẫu"}
    )

    assert sent_on["Location"] == f"{start}nguoi-nop/"
    assert Representation.objects.get(user=neighbour).party.citizen_id == "001050000777"
    assert client.get(start).status_code == 200


def test_a_number_somebody_else_carries_is_taken_as_a_claim_and_told_to_nobody(
    client: Client, edition: Any, neighbour: Any, party: Party
) -> None:
    client.force_login(neighbour)
    typed = {"kind": "person", "name": "Kẻ Khác", "citizen_id": party.citizen_id, "address": "Xã"}

    address = f"/nop-ho-so/{edition.procedure.slug}/nguoi-nop/"
    response = client.post(address, typed)

    assert (response.status_code, response["Location"]) == (302, f"/nop-ho-so/{edition.procedure.slug}/")
    claimed = Representation.objects.get(user=neighbour)
    assert (claimed.is_checked, claimed.party.is_checked, claimed.party == party) == (False, False, False)


def test_what_is_wrong_with_a_claim_is_said_at_its_field_and_nothing_is_lost(
    client: Client, edition: Any, neighbour: Any
) -> None:
    client.force_login(neighbour)
    address = f"/nop-ho-so/{edition.procedure.slug}/nguoi-nop/"
    typed = {"kind": "person", "name": "Kẻ Khác", "citizen_id": "001150022222", "address": "Xã"}
    client.post(address, typed)

    second = client.post(address, {**typed, "citizen_id": "001150033333"})
    unproved = client.post(address, {**typed, "citizen_id": "001150033333", "scope": "authorised"})
    proved = client.post(address, {**typed, "citizen_id": "001150033333", "scope": "authorised", "proof": "UQ 1"})

    assert "Tài khoản này đã là của Kẻ Khác" in second.content.decode()
    assert 'value="001150033333"' in second.content.decode()
    assert (second.status_code, unproved.status_code, proved.status_code) == (422, 422, 302)
    assert sorted(Representation.objects.filter(user=neighbour).values_list("scope", flat=True)) == [
        "authorised",
        "own",
    ]


def test_a_double_click_on_start_makes_one_draft(client: Client, edition: Any, citizen: Any) -> None:
    first = begin(client, edition, citizen)

    second = begin(client, edition, citizen)

    assert first.pk == second.pk


def test_a_section_keeps_what_is_wrong_and_says_how_to_mend_it(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)
    section = questions.sections(edition.form_definition)[0]
    fields = posted(section.questions, answers(edition)) | {"employer_tax_code": "12 ab"}

    response = client.post(section_page(draft), fields)

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("Mã số doanh nghiệp/mã số thuế phải có 10 chữ số") == 2
    assert 'value="12 ab"' in page
    assert "<title>Lỗi:" in page
    draft.refresh_from_db()
    assert draft.answers["employer_tax_code"] == "12 ab"


@pytest.mark.parametrize("typed", HOSTILE)
def test_anything_may_be_typed_and_comes_back_as_typed(client: Client, edition: Any, citizen: Any, typed: str) -> None:
    draft = begin(client, edition, citizen)
    keys = [q["key"] for q in questions.sections(edition.form_definition)[0].questions if q["type"] == "text"]

    response = client.post(section_page(draft), dict.fromkeys(keys, typed))

    assert response.status_code == 422
    assert "<script>alert" not in response.content.decode()
    assert Dossier.objects.get(pk=draft.pk).answers[keys[0]] == entered(typed)


def test_saving_and_leaving_keeps_a_half_filled_section(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)

    response = client.post(section_page(draft), {"employer_name": "Công ty Dở Dang", "save": "1"})

    assert response["Location"] == "/ho-so/"
    draft.refresh_from_db()
    assert draft.answers["employer_name"] == "Công ty Dở Dang"


def test_what_is_typed_after_the_session_ended_is_there_after_signing_in_again(
    client: Client, edition: Any, citizen: Any
) -> None:
    draft = begin(client, edition, citizen)
    client.logout()

    sign_in = client.post(section_page(draft), {"employer_name": "Gõ khi hết phiên"})
    fields = dict(re.findall(r'name="(typed|next)" value="([^"]*)"', sign_in.content.decode()))
    client.post("/dang-nhap/", {"login": "congdan", "password": "MotCua@2026", **fields})
    page = client.get(section_page(draft)).content.decode()

    assert fields["next"] == section_page(draft)
    assert 'value="Gõ khi hết phiên"' in page


def test_the_task_list_says_what_is_done_and_what_is_not(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)
    section = questions.sections(edition.form_definition)[0]
    client.post(section_page(draft), posted(section.questions, answers(edition)))

    page = client.get(f"/ho-so/{draft.ref}/").content.decode()

    assert page.count("Đã xong") == 1
    assert "0 trong 5 giấy tờ bắt buộc" in page


def test_filing_an_unfinished_draft_names_each_fault_with_the_way_to_it(
    client: Client, edition: Any, citizen: Any
) -> None:
    draft = begin(client, edition, citizen)

    response = client.post(f"/ho-so/{draft.ref}/nop/")

    page = response.content.decode()
    assert response.status_code == 422
    assert f"/ho-so/{draft.ref}/phan/1/?from=check#id_employer_name" in page
    assert f"/ho-so/{draft.ref}/giay-to/" in page
    assert Dossier.objects.get(pk=draft.pk).state == State.DRAFT


def test_pressing_file_twice_gives_one_code_and_the_same_confirmation(
    client: Client, edition: Any, citizen: Any
) -> None:
    draft = begin(client, edition, citizen)
    fill(client, draft)

    first = client.post(f"/ho-so/{draft.ref}/nop/")
    second = client.post(f"/ho-so/{draft.ref}/nop/")

    assert first["Location"] == second["Location"]
    filed = Dossier.objects.get(pk=draft.pk)
    assert filed.events.count() == 1
    page = client.get(first["Location"]).content.decode()
    assert filed.code
    assert filed.code in page
    assert filed.lookup_code in page


def test_a_stale_section_of_a_filed_dossier_says_what_happened(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)
    fill(client, draft)
    client.post(f"/ho-so/{draft.ref}/nop/")

    response = client.post(section_page(draft), {"employer_name": "Muộn"})

    assert response.status_code == 409
    assert "đã nộp" in response.content.decode()


def test_a_draft_is_thrown_away_only_after_asking(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)

    asked = client.get(f"/ho-so/{draft.ref}/xoa/")
    client.post(f"/ho-so/{draft.ref}/xoa/")

    assert asked.status_code == 200
    assert not Dossier.objects.filter(pk=draft.pk).exists()


def test_a_procedure_that_takes_no_online_filing_says_where_to_go(client: Client, edition: Any, citizen: Any) -> None:
    edition.online = False
    edition.save(update_fields=["online"])
    client.force_login(citizen)

    response = client.get(f"/nop-ho-so/{edition.procedure.slug}/")

    assert response.status_code == 409
    assert "Bộ phận Một cửa" in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/nop-ho-so/khong-co/", "/ho-so/KHONGCO/", "/ho-so/H99.16-261124-9999/", "/ho-so/X/phan/1/"]
)
def test_what_does_not_exist_is_not_found(client: Client, citizen: Any, edition: Any, address: str) -> None:
    client.force_login(citizen)

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "page", ["", "phan/1/", "giay-to/", "kiem-tra/", "da-nop/", "xoa/", "bo-sung/", "rut/", "to-khai/"]
)
def test_a_neighbour_finds_nothing(client: Client, edition: Any, citizen: Any, neighbour: Any, page: str) -> None:
    draft = begin(client, edition, citizen)

    client.force_login(neighbour)

    assert client.get(f"/ho-so/{draft.ref}/{page}").status_code == 404


def test_a_new_edition_is_shown_and_moved_to_with_consent(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)
    fill(client, draft)
    newer = _newer(edition)

    page = client.get(f"/ho-so/{draft.ref}/kiem-tra/").content.decode()
    refused = client.post(f"/ho-so/{draft.ref}/nop/", follow=True).content.decode()
    changes = client.get(f"/ho-so/{draft.ref}/ban-moi/").content.decode()
    client.post(f"/ho-so/{draft.ref}/ban-moi/")
    client.post(f"/ho-so/{draft.ref}/nop/")

    assert "Thủ tục đã có bản mới" in page
    assert "Thủ tục đã có bản mới" in refused
    assert "7 ngày làm việc" in changes
    filed = Dossier.objects.get(pk=draft.pk)
    assert (filed.state, filed.edition_id) == (State.SUBMITTED, newer.pk)


def _newer(edition: Any) -> Any:
    """The same procedure with another term, in force from today."""
    today = timezone.localdate()
    components = list(edition.components.all())
    edition.valid_to = today - timedelta(days=1)
    edition.save(update_fields=["valid_to"])
    edition.pk, edition.number, edition.valid_from, edition.valid_to = None, 2, today, None
    edition.stages = [{"value": 7, "unit": "working_day"}]
    edition.save(force_insert=True)
    for component in components:
        component.pk, component.edition = None, edition
        component.save(force_insert=True)
    return edition


def test_what_is_too_long_to_keep_comes_back_as_typed_and_the_rest_is_saved(
    client: Client, edition: Any, citizen: Any
) -> None:
    draft = begin(client, edition, citizen)
    whole = posted(edition.form_definition, answers(edition))
    texts = [question["key"] for question in questions.sections(edition.form_definition)[0].questions]
    long, short = [key for key in texts if isinstance(whole.get(key), str)][:2]

    page = client.post(section_page(draft), {**whole, long: "dài" * 3000})

    assert page.status_code == 422
    assert "dài quá mức" in page.content.decode()
    assert "dài" * 3000 in page.content.decode()
    draft.refresh_from_db()
    assert long not in draft.answers
    assert draft.answers[short]

"""Asked once: what is known stands in the form already, of nobody else; another's number is told on every way."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier
from dossiers.prefill import Known
from people.actions import register_checked_party, represent
from people.models import Party, User
from procedures.editions import files
from tests.support import factories
from tests.support.calling import Caller
from tests.support.posting import begin, whole_form
from tests.support.stories import MONDAY, Cast
from toolbox.refusal import InvalidInput, Refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
ADDRESS = {"province": "Tỉnh Lào Cai", "district": "", "commune": "xã Mẫu", "detail": "Số 1"}
ALLOWANCE = "giai-quyet-huong-tro-cap-that-nghiep"
FOUND = "Lấy từ hồ sơ của ông/bà – còn đúng không?"


def company(user: User) -> Party:
    """A company for which *user* files, too."""
    facts = {"tax_code": "0100109106", "email": "cty@example.vn", "phone": "0912000002"}
    at = {"by": None, "at": MONDAY}
    party = register_checked_party(
        name="Công ty Hai", kind=Party.Kind.ORGANISATION, address="Số 1, xã Mẫu, tỉnh Lào Cai", **facts, **at
    )
    represent(user=user, party=party, scope="employee", since=date(2024, 1, 1), proof="Giấy giới thiệu", at=MONDAY)
    return party


def allowance() -> list[dict[str, Any]]:
    """A form of a person."""
    content = next(content for content in files.read_all() if content["slug"] == ALLOWANCE)
    return list(content["form"])


def with_facts(party: Party) -> Party:
    """The applicant of the tests, with all that a card says."""
    born = {"birth_date": date(1950, 4, 27), "id_issued_on": date(2022, 5, 1)}
    Party.objects.filter(pk=party.pk).update(address="Số 1, xã Mẫu, tỉnh Lào Cai", **born)
    party.refresh_from_db()
    return party


def test_a_company_finds_what_is_known_of_it_and_of_who_files(client: Client, cast: Cast) -> None:
    me, party = cast.party, company(cast.citizen)
    client.force_login(cast.citizen)
    address = f"/nop-ho-so/{cast.edition.procedure.slug}/"

    client.post(address, {"applicant": party.pk, "token": "mot"})

    draft = Dossier.objects.get(applicant=party)
    assert draft.answers == {
        "employer_name": "Công ty Hai",
        "employer_tax_code": "0100109106",
        "employer_address": ADDRESS,
        "employer_phone": "0912000002",
        "employer_email": "cty@example.vn",
        "contact_name": me.name,
        "contact_phone": "0912345678",
        "result_address": ADDRESS,
    }
    page = client.get(f"/ho-so/{draft.ref}/phan/1/").content.decode()
    assert page.count(FOUND) == 7
    assert "Đang làm" in client.get(f"/ho-so/{draft.ref}/").content.decode()


def test_a_person_finds_what_their_card_said(cast: Cast) -> None:
    known = Known(with_facts(cast.party), cast.citizen, DAY).answers(allowance())

    assert known == {
        "full_name": cast.party.name,
        "birth_date": "1950-04-27",
        "gender": "nu",
        "id_number": "001150012345",
        "id_issue_date": "2022-05-01",
        "permanent_address": ADDRESS,
        "phone": "0912345678",
        "email": "am@example.vn",
        "result_address": ADDRESS,
    }


def test_a_person_who_applies_as_an_employer_is_not_taken_for_a_company(cast: Cast) -> None:
    known = Known(with_facts(cast.party), cast.citizen, DAY).answers(cast.edition.form_definition)

    assert set(known) == {"contact_name", "contact_phone", "result_address"}


def test_nothing_of_one_party_stands_in_the_form_of_another(cast: Cast) -> None:
    me, other = cast.party, company(cast.citizen)
    card = {"name": "Trẻ Em", "citizen_id": "001215000009", "address": "Ở đâu đó"}
    child = register_checked_party(**card, by=None, at=MONDAY)
    represent(user=cast.citizen, party=child, scope="guardian", since=date(2024, 1, 1), proof="Khai sinh", at=MONDAY)
    form = [
        {"key": "who", "type": "text", "required": True, "fact": "beneficiary.name"},
        {"key": "mail", "type": "email", "required": True, "fact": "person.email"},
        {"key": "guardian", "type": "text", "required": True, "fact": "representative.name"},
    ]
    form = [{**row, "label_vi": row["key"], "section_vi": "A"} for row in form]

    assert Known(child, cast.citizen, DAY).answers(form) == {"who": "Trẻ Em", "guardian": me.name}
    assert Known(me, cast.citizen, DAY).answers(form) == {"who": me.name, "mail": "am@example.vn"}
    assert Known(other, cast.citizen, DAY).answers(form) == {}
    assert Known(child, None, DAY).answers(form) == {"who": "Trẻ Em"}  # at the counter


def test_an_earlier_dossier_is_declared_again_but_for_what_was_sworn(client: Client, cast: Cast) -> None:
    filed = cast.submitted()
    client.force_login(cast.citizen)
    address = f"/nop-ho-so/{cast.edition.procedure.slug}/"
    assert f"Lấy lại lời khai của hồ sơ {filed.code}" in client.get(address).content.decode()

    client.post(address, {"applicant": cast.party.pk, "token": "hai", "earlier": filed.name})

    again = Dossier.objects.exclude(pk=filed.pk).get()
    assert again.answers_from == filed.code
    assert again.answers["passport_no"] == filed.answers["passport_no"]
    assert "commitment" not in again.answers
    page = client.get(f"/ho-so/{again.ref}/phan/2/").content.decode()
    assert f"Lấy từ hồ sơ {filed.code} – còn đúng không?" in page


def test_nobody_begins_with_the_dossier_of_somebody_else(client: Client, cast: Cast, caller: Any) -> None:
    filed, other = cast.submitted(), company(cast.citizen)
    represent(user=cast.neighbour, party=other, scope="employee", since=date(2024, 1, 1), proof="Thư", at=MONDAY)
    form = {"applicant": other.pk, "token": "ba", "earlier": filed.name}
    address = f"/nop-ho-so/{cast.edition.procedure.slug}/"

    for user in (cast.citizen, cast.neighbour):
        client.force_login(user)
        assert client.post(address, form).status_code == 422
        with pytest.raises(Refused):
            actions.start(edition=cast.edition, applicant=other, by=user, at=MONDAY, earlier=filed)
    assert not Dossier.objects.filter(applicant=other).exists()


def test_the_counter_begins_with_what_is_known_and_takes_no_others_answers(client: Client, cast: Cast) -> None:
    filed, me = cast.on_paper(), cast.party
    other = company(cast.citizen)
    client.force_login(cast.clerk)
    address = f"/can-bo/quay/{{}}/{cast.edition.procedure.slug}/"

    known = client.get(address.format(other.pk)).content.decode()
    again = client.get(address.format(me.pk), {"earlier": filed.name}).content.decode()

    assert "Đã lưu của người nộp – còn đúng không?" in known
    assert 'value="0100109106"' in known
    assert f'value="{filed.answers["passport_no"]}"' in again
    assert client.get(address.format(other.pk), {"earlier": filed.name}).status_code == 404


def test_a_card_that_was_scanned_fills_what_the_applicant_lacks(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    card = f"001150012345||{cast.party.name}|27041950|Nữ|Số 1, xã Mẫu, tỉnh Lào Cai|01052022"
    client.post("/can-bo/quay/", {"q": card})

    known = client.get(f"/can-bo/quay/{cast.party.pk}/{cast.edition.procedure.slug}/").context["intake"].known

    assert (known.applicant.birth_date, known.applicant.id_issued_on) == (date(1950, 4, 27), date(2022, 5, 1))
    assert Party.objects.get(pk=cast.party.pk).birth_date is None


def wrong(cast: Cast) -> tuple[Dossier, str]:
    """A draft of a company that is complete but for its number, and that number."""
    party = company(cast.citizen)
    draft = actions.start(edition=cast.edition, applicant=party, by=cast.citizen, at=MONDAY)
    given = {**factories.answers(cast.edition), "employer_tax_code": "0900009005"}
    actions.save_answers(draft, given, by=cast.citizen, at=MONDAY)
    for number, component in enumerate(cast.edition.components.filter(required=True)):
        factories.attach(draft, cast.citizen, MONDAY, factories.photo(size=(50 + number, 60)), component.key)
    return draft, "Mã số doanh nghiệp/mã số thuế 0900009005 khác số giấy tờ của người nộp Công ty Hai (•••106)"


def test_another_number_is_told_on_the_pages_and_by_the_act(client: Client, cast: Cast) -> None:
    draft, words = wrong(cast)
    client.force_login(cast.citizen)

    with pytest.raises(InvalidInput) as refusal:
        actions.submit(draft, by=cast.citizen, at=MONDAY)
    sent = client.post(f"/ho-so/{draft.ref}/nop/")

    assert words in refusal.value.errors["employer_tax_code"][0]
    assert (sent.status_code, words in sent.content.decode()) == (422, True)
    assert words in client.get(f"/ho-so/{draft.ref}/kiem-tra/").content.decode()
    assert Dossier.objects.get(pk=draft.pk).answers["employer_tax_code"] == "0900009005"


def test_another_number_is_told_by_the_api(cast: Cast, caller: Any) -> None:
    draft, words = wrong(cast)
    api: Caller = caller(cast.citizen)

    answer = api.post(f"/dossiers/{draft.ref}/submission/")

    assert answer.status_code in (400, 422)
    assert words in answer.content.decode()


def test_another_number_is_told_at_the_counter_with_what_was_typed(client: Client, cast: Cast) -> None:
    party = company(cast.citizen)
    client.force_login(cast.clerk)
    papers = {f"paper-{row.key}-original": 1 for row in cast.edition.components.filter(required=True)}
    form = {**whole_form(cast.edition, employer_tax_code="0900009005"), **papers, "token": "quay"}

    answer = client.post(f"/can-bo/quay/{party.pk}/{cast.edition.procedure.slug}/", form)

    assert answer.status_code == 422
    assert "khác số giấy tờ của người nộp" in answer.content.decode()
    assert 'value="0900009005"' in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("001150012345", False), ("001150 012345", False), ("123456789", False), ("001150000001", True)],
)
def test_only_a_number_that_is_another_persons_is_a_fault(cast: Cast, typed: str, fault: bool) -> None:
    faults = Known(cast.party, cast.citizen, DAY).faults(allowance(), {"id_number": typed})

    assert bool(faults) == fault


def test_who_declares_for_another_may_give_their_own_number(cast: Cast) -> None:
    card = {"name": "Trẻ Em", "citizen_id": "001215000009", "address": "Ở đâu đó"}
    child = register_checked_party(**card, by=None, at=MONDAY)
    definition = allowance()

    assert not Known(child, cast.citizen, DAY).faults(definition, {"id_number": "001150012345"})
    assert Known(child, cast.neighbour, DAY).faults(definition, {"id_number": "001150012345"})
    assert Known(child, None, DAY).faults(definition, {"id_number": "001150012345"})


def test_the_api_fills_in_on_request_and_takes_no_others_answers(cast: Cast, caller: Any) -> None:
    filed, api, slug = cast.submitted(), caller(cast.citizen), cast.edition.procedure.slug

    known = api.post("/dossiers/", {"procedure": slug, "prefill": True}).json()["ref"]
    again = api.post("/dossiers/", {"procedure": slug, "earlier": filed.code}).json()["ref"]

    assert set(Dossier.objects.get(ref=known).answers) == {"contact_name", "contact_phone"}
    assert Dossier.objects.get(ref=again).answers["passport_no"] == filed.answers["passport_no"]
    other = caller(cast.neighbour).post("/dossiers/", {"procedure": slug, "earlier": filed.code})
    assert other.status_code == 404
    assert not Dossier.objects.filter(submitted_by=cast.neighbour).exists()


def test_a_draft_of_the_api_begins_empty_unless_it_asks(client: Client, cast: Cast, caller: Any) -> None:
    page = begin(client, cast.edition, cast.citizen)
    api: Caller = caller(cast.citizen)

    made = api.post("/dossiers/", {"procedure": cast.edition.procedure.slug}).json()["ref"]

    assert page.answers
    assert Dossier.objects.get(ref=made).answers == {}

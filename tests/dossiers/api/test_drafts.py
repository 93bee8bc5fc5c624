"""Drafts by API: making one, changing it, its files, filing it, throwing it away."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dossiers.models import Dossier, State
from people.actions import register_party, represent
from people.models import Party
from procedures.models import Edition
from tests.dossiers.conftest import again, changed
from tests.support.calling import Caller
from tests.support.factories import answers, photo
from tests.support.stories import THURSDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


@pytest.fixture
def me(cast: Cast, caller: Callable[..., Caller]) -> Caller:
    """The citizen at the API."""
    return caller(cast.citizen)


def begin(me: Caller, cast: Cast, **more: Any) -> Any:
    """POST a draft of the journey's procedure."""
    return me.post("/dossiers/", {"procedure": cast.edition.procedure.slug, **more})


def test_a_draft_is_made_under_the_edition_in_force(me: Caller, cast: Cast) -> None:
    answer = begin(me, cast, answers={"passport_no": "B1"})

    body = answer.json()
    assert answer.status_code == 201
    assert body["code"] == body["ref"] == Dossier.objects.get().ref
    assert (body["state"], body["state_label"], body["national_code"]) == ("draft", "Bản nháp", None)
    assert Dossier.objects.get().answers == {"passport_no": "B1"}


def test_a_whole_filing_by_api_ends_with_a_code(me: Caller, cast: Cast) -> None:
    ref = begin(me, cast, answers=answers(cast.edition)).json()["ref"]
    for number, component in enumerate(cast.edition.components.filter(required=True)):
        path = f"/dossiers/{ref}/attachments/"
        assert me.upload(path, component.key, photo(size=(40 + number, 60))).status_code == 201

    answer = me.act(ref, "submission")

    assert answer.status_code == 200
    assert answer.json()["code"] == "H99.16-260305-0001"
    assert answer.json()["submitted_at"] == "2026-03-05T09:00:00+07:00"
    assert me.get(f"/dossiers/{ref}/").json()["code"] == "H99.16-260305-0001"


def test_what_is_missing_is_named_field_by_field(me: Caller, cast: Cast) -> None:
    ref = begin(me, cast).json()["ref"]

    answer = me.act(ref, "submission")

    assert answer.status_code == 400
    assert answer.json()["passport_no"]
    assert all(isinstance(messages, list) for messages in answer.json().values())
    assert Dossier.objects.get().state == State.DRAFT


def test_an_unknown_procedure_is_an_error_at_its_field(me: Caller, cast: Cast) -> None:
    for slug in ("khong-co", "Ồ không", "", None, 7, "x" * 300):
        answer = me.post("/dossiers/", {"procedure": slug})
        assert answer.status_code == 400, slug
        assert "procedure" in answer.json()


def test_a_procedure_not_taken_online_says_where_to_go(me: Caller, cast: Cast) -> None:
    changed(cast.edition, online=False)

    answer = begin(me, cast)

    assert answer.status_code == 409
    assert "Bộ phận Một cửa" in answer.json()["detail"]


def test_a_representative_files_for_whom_they_represent_and_for_nobody_else(me: Caller, cast: Cast) -> None:
    child = register_party(name="Con")
    stranger = register_party(name="Người lạ")
    represent(user=cast.citizen, party=child, scope="guardian", since=date(2024, 1, 1))
    represent(user=cast.citizen, party=child, scope="authorised", since=date(2024, 1, 1))

    assert begin(me, cast, applicant=child.pk).json()["applicant"] == "Con"
    assert begin(me, cast, applicant=stranger.pk).status_code == 404
    assert begin(me, cast).json()["applicant"] == cast.citizen.representations.first().party.name


def test_the_first_filing_of_an_account_makes_the_party_it_is(cast: Cast, caller: Callable[..., Caller]) -> None:
    newcomer = caller(cast.neighbour)

    first, second = begin(newcomer, cast), begin(newcomer, cast)

    assert first.json()["applicant"] == second.json()["applicant"] == "Người hangxom"
    assert Party.objects.filter(name="Người hangxom").count() == 1


def test_answers_are_kept_one_by_one(me: Caller, cast: Cast) -> None:
    ref = begin(me, cast, answers={"passport_no": "B1"}).json()["ref"]

    answer = me.patch(f"/dossiers/{ref}/", {"answers": {"worker_full_name": "AN"}})

    assert answer.status_code == 200
    assert answer.json()["answers"] == {"passport_no": "B1", "worker_full_name": "AN"}


def test_a_filed_dossier_is_not_changed_nor_thrown_away(me: Caller, cast: Cast) -> None:
    filed = cast.submitted()

    patched = me.patch(f"/dossiers/{filed.code}/", {"answers": {"a": 1}})
    deleted = me.delete(f"/dossiers/{filed.code}/")

    assert (patched.status_code, deleted.status_code) == (409, 409)
    assert "đã nộp" in patched.json()["detail"]


def test_a_draft_is_thrown_away(me: Caller, cast: Cast) -> None:
    ref = begin(me, cast).json()["ref"]

    answer = me.delete(f"/dossiers/{ref}/")

    assert (answer.status_code, answer.content) == (204, b"")
    assert me.get(f"/dossiers/{ref}/").status_code == 404


def test_somebody_elses_draft_does_not_exist(cast: Cast, caller: Callable[..., Caller]) -> None:
    draft = cast.draft()

    for part in ("neighbour", "clerk", "officer", "leader", "auditor", "administrator"):
        one = caller(getattr(cast, part))
        path = f"/dossiers/{draft.ref}/"
        answers_ = [
            one.get(path),
            one.patch(path, {"answers": {}}),
            one.patch(path, "x"),
            one.delete(path),
            one.act(draft, "submission"),
            one.upload(f"{path}attachments/", "x", photo()),
        ]
        assert {answer.status_code for answer in answers_} == {404}, part


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.jpg", "trống"),
        (b"MZ\x90\x00", "a.jpg", "Chọn ảnh"),
        (b"%PDF-1.7 nothing", "a.pdf", "hỏng"),
        (b"\xff\xd8\xff\xe0 torn", "a.jpg", "hỏng"),
    ],
)
def test_an_unusable_file_is_an_error_at_its_field(
    me: Caller, cast: Cast, content: bytes, name: str, words: str
) -> None:
    draft = cast.draft()
    key = cast.edition.components.all()[0].key

    answer = me.upload(f"/dossiers/{draft.ref}/attachments/", key, content, name)

    assert answer.status_code == 400
    assert words in answer.json()["file"][0]


def test_a_file_for_no_component_is_an_error_at_its_field(me: Caller, cast: Cast) -> None:
    answer = me.upload(f"/dossiers/{cast.draft().ref}/attachments/", "khong-co", photo())

    assert answer.status_code == 400
    assert "component" in answer.json()


def test_a_file_too_large_is_told_how_large_it_may_be(me: Caller, cast: Cast, settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    key = cast.edition.components.all()[0].key

    answer = me.upload(f"/dossiers/{cast.draft().ref}/attachments/", key, photo() + b"0" * 2 * 1024 * 1024)

    assert answer.status_code == 400
    assert "1 MB" in answer.json()["file"][0]


def test_files_are_added_to_a_supplement_and_to_nothing_else(me: Caller, cast: Cast) -> None:
    key = cast.edition.components.all()[0].key
    asked, running = cast.awaiting_supplement(), cast.appraised()

    taken = me.upload(f"/dossiers/{asked.code}/attachments/", key, photo("red"))
    refused = me.upload(f"/dossiers/{running.code}/attachments/", key, photo("red"))

    assert (taken.status_code, refused.status_code) == (201, 409)


def test_a_changed_procedure_is_told_before_filing(me: Caller, cast: Cast) -> None:
    draft = cast.draft()
    next_edition(cast)

    answer = me.act(draft, "submission")

    assert answer.status_code == 409
    assert "bản mới" in answer.json()["detail"]
    assert again(draft).is_draft


def test_a_draft_moves_to_the_edition_in_force_with_consent_and_is_filed(me: Caller, cast: Cast) -> None:
    draft = cast.draft()
    next_edition(cast)
    before = again(draft).answers

    moved = me.patch(f"/dossiers/{draft.ref}/", {"edition": 2})
    same = me.patch(f"/dossiers/{draft.ref}/", {"edition": 2})

    assert (moved.status_code, same.status_code) == (200, 200)
    assert (moved.json()["edition"], moved.json()["answers"]) == (2, before)
    assert me.act(draft, "submission").status_code == 200


@pytest.mark.parametrize(("number", "status"), [(1, 409), (3, 400), (0, 400), ("hai", 400), (10**9, 400)])
def test_a_draft_moves_to_no_other_edition(me: Caller, cast: Cast, number: Any, status: int) -> None:
    draft = cast.draft()
    next_edition(cast)
    if number == 1:  # from the one in force back to the one before
        me.patch(f"/dossiers/{draft.ref}/", {"edition": 2})
    held = again(draft).edition_id

    answer = me.patch(f"/dossiers/{draft.ref}/", {"edition": number, "answers": {"passport_no": "X9"}})

    assert answer.status_code == status
    assert set(answer.json()) == ({"detail"} if status == 409 else {"edition"})
    assert (again(draft).edition_id, again(draft).answers.get("passport_no") == "X9") == (held, False)


def test_a_file_is_taken_out_of_a_draft_and_of_nothing_filed(
    me: Caller, cast: Cast, caller: Callable[..., Caller]
) -> None:
    draft, filed = cast.draft(), cast.submitted()
    row, kept = draft.attachments.all()[0], filed.attachments.all()[0]
    path = f"/dossiers/{draft.ref}/attachments/{row.pk}/"

    stranger = caller(cast.neighbour).delete(path)
    elsewhere = me.delete(f"/dossiers/{filed.name}/attachments/{row.pk}/")
    refused = me.delete(f"/dossiers/{filed.name}/attachments/{kept.pk}/")
    done = me.delete(path)

    assert (stranger.status_code, elsewhere.status_code, refused.status_code) == (404, 404, 409)
    assert (done.status_code, me.delete(path).status_code) == (204, 404)
    assert row.pk not in draft.attachments.values_list("pk", flat=True)
    assert kept.pk in filed.attachments.values_list("pk", flat=True)


def next_edition(cast: Cast) -> None:
    """The procedure has a second edition since Monday."""
    changed(cast.edition, valid_to=date(2026, 3, 1))
    Edition.objects.create(
        **{
            **{f.attname: getattr(cast.edition, f.attname) for f in Edition._meta.concrete_fields},
            "id": None,
            "number": 2,
            "valid_from": date(2026, 3, 2),
            "valid_to": None,
        }
    )

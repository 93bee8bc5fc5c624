"""A paper is printed whole or refused by name: no box ever stands for a letter."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers.models import Dossier, Event, Paper
from dossiers.papers.render import MAX_TRIES, render_batch
from people.forms import CounterContactForm, PartyForm
from people.models import Party, User
from people.sign_in.forms import SignUp
from tests.support.papers import Desk, bare, made, read
from toolbox.refusal import Refused

pytestmark = pytest.mark.django_db
ODD = ["株式会社", "😀", "ก", "ع", "한"]
OWN_WORDS = {
    "supplement_request": "reason",
    "reception_refusal": "reason",
    "refusal": "text",
    "result": "text",
    "stop_notice": "reason",
    "apology": "reason",
    "fee_receipt": "payer",
}


@pytest.mark.parametrize(("kind", "field"), OWN_WORDS.items())
def test_words_of_an_act_that_no_paper_prints_are_refused_and_leave_nothing(desk: Desk, kind: str, field: str) -> None:
    desk.issue("receipt")  # a first dossier, so that there is something to compare with
    with pytest.raises(Refused, match="không in được") as refusal:
        desk.issue(kind, **{field: "Lý do thật 株"})

    assert "株" in refusal.value.message
    assert not Paper.objects.filter(kind=kind).exists()
    assert Paper.objects.count() == Paper.objects.values("event").distinct().count()
    assert not Event.objects.filter(note__text__contains="株").exists()


@pytest.mark.parametrize("letters", ODD)
def test_who_has_a_name_that_no_paper_prints_is_told_as_they_file(desk: Desk, party: Party, letters: str) -> None:
    Party.objects.filter(pk=party.pk).update(name=f"Công ty {letters}")
    with pytest.raises(Refused, match="Tên người nộp") as refusal:
        desk.filed()
    assert letters[0] in refusal.value.message
    assert not Dossier.objects.exclude(submitted_at=None).exists()


def test_a_name_entered_past_the_forms_is_refused_at_the_paper_by_its_letters(desk: Desk, party: Party) -> None:
    filed = desk.filed()
    Party.objects.filter(pk=party.pk).update(address="Số 1, 東京")
    desk.filed = lambda *_words: filed  # type: ignore[method-assign, assignment]
    with pytest.raises(Refused, match="Số 1, 東京.*không in được"):
        desk.accepted()
    assert not Paper.objects.exists()


def test_what_an_account_calls_itself_stops_nobody(desk: Desk, citizen: User) -> None:
    User.objects.filter(pk=citizen.pk).update(full_name="Lan 🌸")
    desk.citizen.refresh_from_db()
    text = bare(read(made(desk.issue("receipt"))))

    assert "□" not in text
    assert citizen.username in text


@pytest.mark.parametrize("letters", ODD)
@pytest.mark.parametrize("form", [PartyForm, CounterContactForm, SignUp])
def test_forms_refuse_them_beside_their_field(form: Any, letters: str) -> None:
    names = [name for name in ("name", "full_name", "address", "postal_address") if name in form.base_fields]
    bound = form(data=dict.fromkeys(names, f"Số 1, {letters}"))

    assert names
    for name in names:
        assert "không in được" in str(bound.errors[name])
        assert letters[0] in str(bound.errors[name])


def test_the_page_says_so_and_keeps_what_was_typed(desk: Desk, client: Client) -> None:
    filed = desk.filed()
    client.force_login(desk.clerk)
    page = f"/can-bo/ho-so/{filed.name}/"
    answer = client.post(f"{page}khong-tiep-nhan/", {"reason": "Thiếu giấy tờ 株", "seq": filed.head_seq})

    assert answer.status_code in (409, 422)
    assert "không in được" in answer.content.decode()
    assert "Thiếu giấy tờ 株" in answer.content.decode()
    assert Dossier.objects.get(pk=filed.pk).state == filed.state


def test_a_paper_frozen_before_they_were_refused_is_given_up_and_not_printed_with_boxes(desk: Desk) -> None:
    paper = desk.issue("receipt")
    paper.context["applicant"] = "株式会社"
    paper.save(update_fields=["context"])
    when = timezone.now()
    for _turn in range(MAX_TRIES):
        render_batch(when)
        paper.refresh_from_db()
        when = paper.not_before
    assert (paper.state, paper.path) == (Paper.State.FAILED, "")

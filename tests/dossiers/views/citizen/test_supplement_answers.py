"""The answers of a supplement on their page: only what was asked for, as in a draft, unseen until it is sent."""

import re
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier
from tests.dossiers.conftest import again
from tests.support.stories import TUESDAY, Cast
from tests.support.typing_in import posted

pytestmark = pytest.mark.django_db
NAME, PASSPORT = "worker_full_name", "passport_no"


@pytest.fixture
def asked(cast: Cast, client: Client) -> Dossier:
    """Two answers and a paper are asked for; the applicant is signed in."""
    dossier = cast.appraised()
    items = [
        {"question": NAME, "reason": "does-not-agree", "todo": "Theo trang 2"},
        {"question": "worker_birth_date", "reason": "wrong-answer"},
        {"component": dossier.components[1]["key"], "reason": "unreadable"},
    ]
    client.force_login(cast.citizen)
    return actions.request_supplement(dossier, items, "", by=cast.officer, at=TUESDAY)


def page(dossier: Dossier, more: str = "") -> str:
    """The address of the supplement, or of its answers."""
    return f"/ho-so/{dossier.code}/bo-sung/{more}"


def fields(dossier: Dossier, **more: Any) -> dict[str, Any]:
    """The two questions as a browser posts them."""
    rows = [row for row in dossier.edition.form_definition if row["key"] in (NAME, "worker_birth_date")]
    return posted(rows, {**again(dossier).answers, **more})


def test_the_list_says_what_was_declared_why_it_is_asked_for_and_by_which_law(client: Client, asked: Dossier) -> None:
    text = client.get(page(asked)).content.decode()

    assert again(asked).answers[NAME] in text
    assert "sửa cho khớp. Theo trang 2" in text
    assert "khoản 4 Điều 19 Nghị định số 61/2018/NĐ-CP" in text
    assert f'href="{page(asked, "noi-dung/")}#id_{NAME}"' in text


def test_only_what_was_asked_for_is_on_the_form_as_it_was_declared(client: Client, asked: Dossier) -> None:
    answer = client.get(page(asked, "noi-dung/"))

    assert [bound.key for bound in answer.context["asked"]] == [NAME, "worker_birth_date"]
    assert f'value="{again(asked).answers[NAME]}"' in answer.content.decode()


def test_what_is_typed_waits_and_is_said_to_wait(client: Client, cast: Cast, asked: Dossier) -> None:
    answer = client.post(
        page(asked, "noi-dung/"), fields(asked, worker_full_name="TRAN VAN BINH", passport_no="C7654321")
    )

    assert (answer.status_code, answer["Location"]) == (302, page(asked))
    text = client.get(page(asked)).content.decode()
    assert "TRAN VAN BINH" in text
    assert "Chưa gửi" in text
    assert "Chưa gửi" in client.get(f"/ho-so/{asked.code}/").content.decode()
    assert "Chưa gửi" in client.get("/ho-so/").content.decode()
    client.force_login(cast.officer)
    assert "TRAN VAN BINH" not in client.get(f"/can-bo/ho-so/{asked.code}/").content.decode()
    assert again(asked).interruptions.get().unsent_answers == {NAME: "TRAN VAN BINH"}  # the passport is left aside


def test_what_is_wrong_is_said_at_its_question_and_stays_typed(client: Client, asked: Dossier) -> None:
    wrong = fields(asked, worker_full_name="không phải chữ in")

    answer = client.post(page(asked, "noi-dung/"), wrong)

    assert answer.status_code == 422
    assert "không phải chữ in" in answer.content.decode()
    assert "không phải chữ in" in client.get(page(asked, "noi-dung/")).content.decode()
    refused = client.post(page(asked))
    assert refused.status_code == 422
    assert f"noi-dung/#id_{NAME}" in refused.content.decode()


def test_what_stays_as_it_was_is_explained_or_not_sent(client: Client, cast: Cast, asked: Dossier) -> None:
    client.post(page(asked, "noi-dung/"), fields(asked, worker_full_name="TRAN VAN BINH"))

    refused = client.post(page(asked), {"note": " "})

    assert refused.status_code == 422
    assert re.search(r'<a href="#note">Chưa sửa: “[^”]+”', refused.content.decode())
    sent = client.post(page(asked), {"note": "Ngày sinh đã đúng"})
    assert sent["Location"] == f"/ho-so/{asked.code}/"


def test_an_explanation_that_is_too_long_is_said_and_stays_typed(client: Client, asked: Dossier) -> None:
    words = "Đúng " * 1000

    answer = client.post(page(asked), {"note": words})

    assert (answer.status_code, again(asked).state) == (422, "awaiting_supplement")
    assert words in answer.content.decode()
    assert '<a href="#note">' in answer.content.decode()


def test_the_officer_reads_old_beside_new(client: Client, cast: Cast, asked: Dossier) -> None:
    before = again(asked).answers[NAME]
    client.post(page(asked, "noi-dung/"), fields(asked, worker_full_name="TRAN VAN BINH"))
    client.post(page(asked), {"note": "Ngày sinh đã đúng"})
    client.force_login(cast.officer)

    text = client.get(f"/can-bo/ho-so/{asked.code}/").content.decode()

    assert re.search(rf"TRAN VAN BINH.{{0,300}}<del>{before}</del>", text, re.S)
    assert "Ngày sinh đã đúng" in text


def test_where_nothing_is_waited_for_the_page_leads_back(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    client.force_login(cast.citizen)

    answer = client.get(page(dossier, "noi-dung/"))

    assert answer["Location"] == f"/ho-so/{dossier.code}/"


def test_a_request_for_papers_alone_asks_no_answer_again(client: Client, cast: Cast) -> None:
    dossier = cast.awaiting_supplement()
    client.force_login(cast.citizen)

    assert "không hỏi lại câu trả lời nào" in client.get(page(dossier, "noi-dung/")).content.decode()
    assert client.post(page(dossier, "noi-dung/"), {NAME: "B"}).status_code == 302
    assert again(dossier).interruptions.get().unsent_answers == {}


def test_an_english_page_gives_the_reason_in_english(client: Client, asked: Dossier) -> None:
    text = client.get("/en" + page(asked)).content.decode()

    assert "does not agree between the form and the papers" in text
    assert 'lang="vi">Theo trang 2</span>' in text

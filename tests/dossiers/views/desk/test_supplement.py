"""The officers' side of a supplement: tick papers and answers with reasons, take both in at the counter."""

from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.forms.acts.supplement import PREFIX, RequestSupplementForm
from dossiers.models import Dossier, State
from tests.dossiers.conftest import again
from tests.support.posting import act
from tests.support.stories import TUESDAY, Cast

pytestmark = pytest.mark.django_db
NAME = "worker_full_name"


@pytest.fixture(autouse=True)
def _on_tuesday(clock_at: Any) -> None:
    clock_at(TUESDAY)


def number_of(dossier: Dossier, key: str) -> int:
    """Its place on the officer's list."""
    return next(row.number for row in RequestSupplementForm(dossier=dossier).rows if row.key == key)


def ask(client: Client, cast: Cast, dossier: Dossier, **fields: Any) -> Any:
    """The officer sends the list."""
    return act(client, cast.officer, dossier, "yeu-cau-bo-sung", **fields)


def test_a_paper_and_an_answer_are_ticked_with_their_reasons(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    n = number_of(dossier, NAME)
    ticks = {"tick_0": "1", "why_0": "unreadable", f"tick_{n}": "1", f"why_{n}": "other", f"todo_{n}": "Sai chính tả"}

    answer = ask(client, cast, dossier, reason="Chưa khớp", **ticks)

    assert answer.status_code == 302, answer.context["form"].errors
    paper, question = again(dossier).interruptions.get().items
    assert (paper["reason"], paper["basis"]) == ("unreadable", "khoản 4 Điều 19 Nghị định số 61/2018/NĐ-CP")
    assert (question["question"], question["todo"]) == (NAME, "Sai chính tả")


def test_the_page_lists_papers_and_answers_and_no_row_twice(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    client.force_login(cast.officer)

    page = client.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()

    rows = RequestSupplementForm(dossier=dossier).rows
    assert len(rows) == len(dossier.components) + 36 - 1  # an address that is not asked for
    assert all(page.count(f'name="tick_{row.number}"') == 1 for row in rows)


WRONG = {
    "nothing ticked": ({"reason": "x"}, "Đánh dấu ít nhất một"),
    "no reason for the row": ({"reason": "x", "tick_0": "1"}, "chọn lý do, hoặc ghi"),
    "one that says nothing": ({"reason": "x", "tick_0": "1", "why_0": "other"}, "chọn lý do, hoặc ghi"),
    "one of another kind": ({"reason": "x", "tick_0": "1", "why_0": "wrong-answer"}, "chọn lý do, hoặc ghi"),
    "words without a tick": ({"reason": "x", "tick_1": "1", "why_1": "expired", "todo_0": "Mờ"}, "đánh dấu vào ô"),
    "no reason of the whole": ({"tick_0": "1", "todo_0": "Chụp lại"}, "Nhập lý do yêu cầu bổ sung"),
    "too long": ({"reason": "x", "tick_0": "1", "todo_0": "d" * 501}, "501"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_everything_ticked_stays(client: Client, cast: Cast, case: str) -> None:
    fields, words = WRONG[case]
    dossier = cast.appraised()

    answer = ask(client, cast, dossier, **fields)

    page = answer.content.decode()
    assert (answer.status_code, words in page) == (422, True)
    for name, value in fields.items():
        kept = f'name="{name}" value="{value}"' if name[:4] in ("tick", "todo") else f'value="{value}" selected'
        assert kept in page or name == "reason" or case == "one of another kind"
    assert again(dossier).state == State.APPRAISAL


def test_reasons_of_the_catalogue_are_reason_enough(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()

    assert ask(client, cast, dossier, tick_0="1", why_0="unreadable").status_code == 302

    assert again(dossier).interruptions.get().reason == "Mờ, không đọc được"


def test_the_desk_takes_an_answer_in_at_the_counter(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    items = [{"question": NAME, "reason": "wrong-answer"}]
    actions.request_supplement(dossier, items, "", by=cast.officer, at=TUESDAY)

    same = act(client, cast.clerk, dossier, "nhan-bo-sung", **{f"{PREFIX}{NAME}": again(dossier).answers[NAME]})
    wrong = act(client, cast.clerk, dossier, "nhan-bo-sung", **{f"{PREFIX}{NAME}": "chữ thường"})
    done = act(client, cast.clerk, dossier, "nhan-bo-sung", **{f"{PREFIX}{NAME}": "TRAN VAN BINH"})

    assert (same.status_code, wrong.status_code, done.status_code) == (422, 422, 302)
    assert "Chưa sửa" in same.content.decode()
    assert 'value="chữ thường"' in wrong.content.decode()
    assert again(dossier).answers[NAME] == "TRAN VAN BINH"

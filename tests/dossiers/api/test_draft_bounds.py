"""What a draft does not keep by API: answers to no question, longer than any, or too much of them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.dossiers.conftest import again
from tests.support.calling import Caller
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(cast: Cast, caller: Callable[..., Caller]) -> Caller:
    """The citizen at the API."""
    return caller(cast.citizen)


@pytest.mark.parametrize("key", ["khong_co", "a" * 500, "worker_full_name.x", "__proto__"])
def test_an_answer_to_no_question_is_refused_by_its_key_and_nothing_is_kept(me: Caller, cast: Cast, key: str) -> None:
    draft = cast.draft()
    before = again(draft).answers

    patched = me.patch(f"/dossiers/{draft.ref}/", {"answers": {"passport_no": "B2", key: "x" * 100_000}})
    begun = me.post("/dossiers/", {"procedure": cast.edition.procedure.slug, "answers": {key: "x"}})

    assert (patched.status_code, begun.status_code) == (400, 400)
    assert patched.json() == begun.json() == {key[:255]: ["Không có câu hỏi này trong mẫu đơn."]}
    assert again(draft).answers == before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("passport_no", "x" * 5000),
        ("passport_no", ["x"] * 5000),
        ("passport_no", {"a": {"b": "x" * 5000}}),
        ("worker_nationality", "x" * 5000),
        ("worker_birth_date", "1" * 5000),
    ],
)
def test_an_answer_longer_than_its_question_can_need_is_refused_by_its_key(
    me: Caller, cast: Cast, key: str, value: Any
) -> None:
    draft = cast.draft()
    before = again(draft).answers

    answer = me.patch(f"/dossiers/{draft.ref}/", {"answers": {key: value}})

    assert answer.status_code == 400
    assert "dài quá mức" in answer.json()[key][0]
    assert again(draft).answers == before


def test_a_draft_keeps_so_many_bytes_and_no_more(me: Caller, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = cast.draft()
    monkeypatch.setattr("procedures.questions.bounds.ANSWERS_MAX", 100)

    answer = me.patch(f"/dossiers/{draft.ref}/", {"answers": {"passport_no": "x" * 90}})

    assert answer.status_code == 400
    assert "dung lượng" in answer.json()["answers"][0]

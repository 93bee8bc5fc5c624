"""A supplement with precision: what is asked for, what that opens, what is sent, and that nothing else changes."""

import pytest

from dossiers import actions
from dossiers.journal.verification import verify
from dossiers.models import Dossier, Interruption, State
from dossiers.supplement import askable, opened, reply_to
from tests.dossiers.conftest import again
from tests.support import factories
from tests.support.stories import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast, items_of
from toolbox.refusal import Forbidden, InvalidInput, Refused

pytestmark = pytest.mark.django_db
NAME, PASSPORT = "worker_full_name", "passport_no"
WRONG = {"question": NAME, "reason": "does-not-agree", "todo": "Theo trang 2 hộ chiếu"}
ADDRESS = {"province": "Tỉnh An Giang", "commune": "Xã Mẫu", "detail": "Số 1"}
BLURRED = "Bản đã nộp mờ, thiếu góc hoặc không đọc được. Chụp hoặc quét lại cho rõ, đủ bốn góc."


def ask(cast: Cast, *items: dict[str, str], reason: str = "Chưa khớp") -> Dossier:
    """Asked for on Tuesday, while it is appraised."""
    return actions.request_supplement(cast.appraised(), list(items), reason, by=cast.officer, at=TUESDAY)


def request_of(dossier: Dossier) -> Interruption:
    """The last request."""
    return again(dossier).interruptions.latest("id")


def test_an_answer_is_asked_for_with_its_reason_and_the_law(cast: Cast) -> None:
    asked = ask(cast, WRONG)

    (item,) = request_of(asked).items
    assert (item["question"], item["reason"], item["words"]) == (NAME, "does-not-agree", "Theo trang 2 hộ chiếu")
    assert item["basis"] == "khoản 4 Điều 19 Nghị định số 61/2018/NĐ-CP"
    assert item["todo"].endswith("sửa cho khớp. Theo trang 2 hộ chiếu")
    event = asked.events.get(verb="supplement_requested")
    assert (event.particulars["components"], event.particulars["answers"]) == ([], [NAME])
    (line,) = asked.papers.get(kind="supplement_request").context["items"]
    assert line.startswith(f"Nội dung khai “{item['name']}”: {item['todo']}")
    assert "Căn cứ: khoản 4 Điều 19" in line


def test_a_client_of_yesterday_asks_as_it_did(cast: Cast) -> None:
    dossier = cast.appraised()

    asked = actions.request_supplement(dossier, items_of(dossier), "Ảnh mờ", by=cast.officer, at=TUESDAY)

    (item,) = request_of(asked).items
    assert set(item) == {"component", "name", "todo"}


def test_at_reception_the_basis_is_that_of_reception(cast: Cast) -> None:
    dossier = cast.submitted()
    item = {"component": items_of(dossier)[0]["component"], "reason": "unreadable"}

    asked = actions.request_supplement(dossier, [item], "Ảnh mờ", by=cast.clerk, at=MONDAY)

    (kept,) = request_of(asked).items
    assert (kept["todo"], kept["basis"]) == (BLURRED, "điểm a khoản 1 Điều 17 Nghị định số 61/2018/NĐ-CP")


def test_without_words_the_reasons_of_the_items_are_the_reason(cast: Cast) -> None:
    key = cast.edition.components.all()[0].key

    asked = ask(
        cast, {"component": key, "reason": "unreadable"}, {"question": NAME, "reason": "wrong-answer"}, reason=""
    )

    assert request_of(asked).reason == "Mờ, không đọc được; Khai sai"
    assert asked.events.get(verb="supplement_requested").note.text == "Mờ, không đọc được; Khai sai"


@pytest.mark.parametrize(
    "item",
    [
        {"question": "khong-co", "todo": "x"},
        {"question": NAME},
        {"question": NAME, "todo": " "},
        {"question": NAME, "reason": "unreadable"},  # of papers
        {"question": NAME, "reason": "khong-co", "todo": "x"},
        {"question": NAME, "reason": "other"},  # says nothing by itself
        {"question": NAME, "component": "@", "todo": "x"},
        {"component": "@", "reason": "wrong-answer"},  # of answers
    ],
)
def test_what_says_nothing_is_refused(cast: Cast, item: dict[str, str]) -> None:
    dossier = cast.appraised()
    first = items_of(dossier)[0]["component"]
    item = {key: first if value == "@" else value for key, value in item.items()}

    with pytest.raises(InvalidInput) as refusal:
        actions.request_supplement(dossier, [item], "Thiếu", by=cast.officer, at=TUESDAY)

    assert set(refusal.value.errors) == {"items"}


def test_what_is_typed_is_nobodys_until_it_is_sent(cast: Cast) -> None:
    asked = ask(cast, WRONG)
    events, seals, answers = asked.events.count(), again(asked).seal_seq, again(asked).answers

    actions.save_unsent_answers(asked, {NAME: "TRAN VAN BINH"}, by=cast.citizen, at=WEDNESDAY)

    kept = again(asked)
    assert request_of(asked).unsent_answers == {NAME: "TRAN VAN BINH"}
    assert (kept.events.count(), kept.seal_seq, kept.answers) == (events, seals, answers)
    assert verify(kept) == []


def test_what_is_sent_replaces_the_answer_and_keeps_the_old_one(cast: Cast) -> None:
    asked = ask(cast, WRONG)
    before = again(asked).answers
    actions.save_unsent_answers(asked, {NAME: "TRAN VAN BINH"}, by=cast.citizen, at=WEDNESDAY)

    sent = actions.supply(asked, by=cast.citizen, at=WEDNESDAY)

    assert sent.state == State.APPRAISAL
    assert again(asked).answers == {**before, NAME: "TRAN VAN BINH"}
    row = request_of(asked)
    assert row.changed_answers == {NAME: [before[NAME], "TRAN VAN BINH"]}
    assert row.unsent_answers == {}
    assert sent.events.get(verb="supplied").particulars["answers"] == [NAME]
    assert verify(again(asked)) == []


def test_no_other_answer_is_saved_or_sent(cast: Cast) -> None:
    asked = ask(cast, WRONG)
    for refused in (
        lambda: actions.save_unsent_answers(asked, {PASSPORT: "C7654321"}, by=cast.citizen, at=WEDNESDAY),
        lambda: actions.supply(asked, by=cast.citizen, at=WEDNESDAY, answers={NAME: "B", PASSPORT: "C7654321"}),
        lambda: actions.supply(asked, by=cast.clerk, at=WEDNESDAY, answers={"khong-co": "C"}),
    ):
        with pytest.raises(InvalidInput, match="không nằm trong yêu cầu"):
            refused()

    assert request_of(asked).unsent_answers == {}
    assert again(asked).state == State.AWAITING_SUPPLEMENT


def test_only_the_applicants_side_prepares_answers_and_only_while_they_are_waited_for(cast: Cast) -> None:
    asked = ask(cast, WRONG)
    for by in (cast.clerk, cast.officer, cast.neighbour):
        with pytest.raises(Forbidden):
            actions.save_unsent_answers(asked, {NAME: "B"}, by=by, at=WEDNESDAY)
    sent = actions.supply(asked, by=cast.citizen, at=WEDNESDAY, answers={NAME: "TRAN VAN BINH"})

    with pytest.raises(Refused, match="không chờ bổ sung"):
        actions.save_unsent_answers(sent, {NAME: "B"}, by=cast.citizen, at=THURSDAY)


def test_what_a_draft_would_refuse_is_refused_at_its_question(cast: Cast) -> None:
    asked = ask(cast, {"question": "worker_birth_date", "reason": "wrong-answer"})
    actions.save_unsent_answers(asked, {"worker_birth_date": "2099-01-01"}, by=cast.citizen, at=WEDNESDAY)

    with pytest.raises(InvalidInput) as refusal:
        actions.supply(asked, by=cast.citizen, at=WEDNESDAY)

    assert set(refusal.value.errors) == {"worker_birth_date"}
    assert request_of(asked).unsent_answers == {"worker_birth_date": "2099-01-01"}  # nothing typed is lost


def test_an_answer_that_stays_needs_a_word_why(cast: Cast) -> None:
    asked = ask(cast, WRONG)
    with pytest.raises(InvalidInput, match="Chưa có gì để gửi"):
        actions.supply(asked, by=cast.citizen, at=WEDNESDAY)
    factory = ask_both(cast)
    actions.save_unsent_answers(factory, {NAME: "TRAN VAN BINH"}, by=cast.citizen, at=WEDNESDAY)

    with pytest.raises(InvalidInput, match="Chưa sửa: “Số hộ chiếu") as refusal:
        actions.supply(factory, by=cast.citizen, at=WEDNESDAY)

    assert set(refusal.value.errors) == {"note"}
    sent = actions.supply(factory, by=cast.citizen, at=WEDNESDAY, note="Số hộ chiếu đã đúng")
    assert sent.events.get(verb="supplied").note.text == "Số hộ chiếu đã đúng"
    explained = actions.supply(asked, by=cast.citizen, at=WEDNESDAY, note="Tên đã đúng")
    assert request_of(explained).changed_answers == {}


def ask_both(cast: Cast) -> Dossier:
    """The name and the passport's number."""
    return ask(cast, WRONG, {"question": PASSPORT, "reason": "does-not-agree"})


def test_the_desk_types_what_it_is_told_and_sends_nobodys_unsent_words(cast: Cast) -> None:
    asked = ask_both(cast)
    actions.save_unsent_answers(asked, {NAME: "CHUA XONG"}, by=cast.citizen, at=WEDNESDAY)

    sent = actions.supply(asked, by=cast.clerk, at=WEDNESDAY, answers={PASSPORT: "C7654321"}, note="Tên đã đúng")

    assert sent.answers[PASSPORT] == "C7654321"
    assert set(request_of(sent).changed_answers) == {PASSPORT}


def test_papers_and_answers_go_together(cast: Cast) -> None:
    dossier = cast.appraised()
    items = [items_of(dossier)[0], WRONG]
    asked = actions.request_supplement(dossier, items, "Chưa đủ", by=cast.officer, at=TUESDAY)
    factories.attach(asked, cast.citizen, WEDNESDAY, factories.photo("gold"))

    sent = actions.supply(asked, by=cast.citizen, at=WEDNESDAY, answers={NAME: "TRAN VAN BINH"})

    assert sent.answers[NAME] == "TRAN VAN BINH"
    assert request_of(sent).attachments.count() == 1


def test_a_question_that_hangs_on_what_is_asked_for_opens_with_it(cast: Cast) -> None:
    asked = ask(cast, {"question": "result_delivery", "reason": "wrong-answer"})
    request, dossier = request_of(asked), again(asked)
    post = {"result_delivery": "buu_chinh"}
    assert "result_address" not in dossier.answers  # nobody was asked

    assert [row["key"] for row in opened(dossier, request)] == ["result_delivery", "result_address"]
    assert set(reply_to(dossier, request, post, WEDNESDAY.date()).errors) == {"result_address"}
    sent = actions.supply(asked, by=cast.citizen, at=WEDNESDAY, answers={**post, "result_address": ADDRESS})

    assert set(request_of(sent).changed_answers) == {"result_delivery", "result_address"}


def test_a_rule_between_two_answers_holds_where_only_one_was_asked_for(cast: Cast) -> None:
    asked = ask(cast, {"question": "employees_total", "reason": "wrong-answer"})

    with pytest.raises(InvalidInput, match="không được lớn hơn") as refusal:
        actions.supply(asked, by=cast.citizen, at=WEDNESDAY, answers={"employees_total": 1})

    assert set(refusal.value.errors) == {"employees_total"}  # the other is not open


def test_a_fault_that_time_brought_about_elsewhere_holds_nobody_up(cast: Cast) -> None:
    asked = ask(cast, WRONG)
    answers = {**again(asked).answers, "passport_expiry": "2020-01-01"}  # had to be to come, when it was filed
    Dossier.objects.filter(pk=asked.pk).update(answers=answers)

    reply = reply_to(again(asked), request_of(asked), {NAME: "TRAN VAN BINH"}, WEDNESDAY.date())

    assert (reply.errors, list(reply.changed)) == ({}, [NAME])


def test_what_is_computed_is_never_asked_for(cast: Cast) -> None:
    kinds = {row["key"]: row["type"] for row in cast.edition.form_definition}

    assert "computed" not in {kinds[row["key"]] for row in askable(cast.appraised())}


def test_a_second_request_is_refused_whoever_asks(cast: Cast) -> None:
    asked = ask(cast, WRONG)
    supplied = actions.supply(asked, by=cast.citizen, at=TUESDAY, answers={NAME: "TRAN VAN BINH"})

    for by in (cast.officer, cast.head):
        with pytest.raises(Refused, match="chỉ cho phép một lần"):
            actions.request_supplement(supplied, [WRONG], "Sai", by=by, at=WEDNESDAY)

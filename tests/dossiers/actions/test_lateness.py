"""Late dossiers: the cause in time, one letter, one new day; and an applicant who stays silent."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from dossiers import actions
from dossiers.deadlines.promise import due_if_completed
from dossiers.deadlines.reminders import remind_applicants
from dossiers.models import Dossier, Interruption, Lateness
from notifications.models import Notice
from people.models import User
from tests.conftest import at
from tests.dossiers.conftest import again
from tests.support.stories import MONDAY, TUESDAY, WEDNESDAY, Cast, traces
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db
DUE = at("2026-03-09 17:00")  # five working days from Monday 2 March
NEW_DAY = date(2026, 3, 16)
CAUSE = ("verifying", "other_unit", "Phải chờ kết quả xác minh của Công an tỉnh.")


def named(cast: Cast, when: str = "2026-03-04 09:00", day: date | None = NEW_DAY) -> Dossier:
    """The officer names the cause and asks for a new day."""
    return actions.name_delay(cast.appraised(), *CAUSE, by=cast.officer, at=at(when), asked_day=day)


def sorry(dossier: Dossier, by: User, when: str = "2026-03-05 09:00", day: date = NEW_DAY) -> Dossier:
    """The letter is signed."""
    return actions.apologise(dossier, day, by=by, at=at(when))


def test_the_holder_names_cause_and_owner_and_the_signer_is_told(cast: Cast) -> None:
    dossier = named(cast)

    late = Lateness.objects.get(dossier=dossier)
    assert (late.cause, late.owner, late.asked_day) == ("verifying", "other_unit", NEW_DAY)
    assert dossier.due_at == DUE
    told = Notice.objects.filter(kind="dossier_letter_waits", channel="inbox")
    assert [notice.user for notice in told] == [cast.leader]


def test_the_letter_names_the_one_new_day_and_both_days_are_kept(cast: Cast) -> None:
    dossier = sorry(named(cast), cast.leader)

    assert (dossier.first_due_at, dossier.due_at) == (DUE, at("2026-03-16 17:00"))
    event = dossier.events.get(verb="apologised")
    assert (event.particulars["cause"], event.particulars["due_at"][:10]) == ("verifying", "2026-03-16")
    paper = dossier.papers.get(kind="apology")
    assert (paper.context["reason"], paper.context["was_due_at"]) == (CAUSE[2], "17 giờ 00 phút, ngày 09/03/2026")
    mail = Notice.objects.filter(kind="dossier_moved", channel="email").latest("id")
    assert "17:00 ngày 16/03/2026" in mail.body


def test_the_signer_may_decide_without_a_draft_when_cause_and_owner_are_said(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        sorry(cast.appraised(), cast.leader)

    done = actions.apologise(
        cast.appraised(), NEW_DAY, "Mất điện", cause="system", owner="system", by=cast.leader, at=WEDNESDAY
    )

    assert Lateness.objects.get(dossier=done).decided_by == cast.leader


def test_a_second_new_day_is_refused(cast: Cast) -> None:
    dossier = sorry(named(cast), cast.leader)

    with pytest.raises(actions.Refused, match="một lần"):
        sorry(dossier, cast.leader, "2026-03-06 09:00", date(2026, 3, 18))
    with pytest.raises(actions.Refused, match="một lần"):
        actions.name_delay(dossier, *CAUSE, by=cast.officer, at=at("2026-03-06 09:00"), asked_day=date(2026, 3, 18))

    assert again(dossier).due_at == at("2026-03-16 17:00")


@pytest.mark.parametrize("when", ["2026-03-09 08:00", "2026-03-10 08:00"])
def test_a_letter_that_could_not_arrive_a_day_before_is_refused(cast: Cast, when: str) -> None:
    with pytest.raises(actions.Refused, match="08 tháng 3"):
        named(cast, when)

    dossier = named(cast, when, None)
    with pytest.raises(actions.Refused, match="quá ngày đó"):
        sorry(dossier, cast.leader, when)
    assert Lateness.objects.get(dossier=dossier).asked_day is None


@pytest.mark.parametrize("day", [date(2026, 3, 9), date(2026, 3, 6), date(2026, 3, 14), date(2026, 6, 1)])
def test_the_new_day_is_a_working_day_after_the_old_one_and_not_too_far(cast: Cast, day: date) -> None:
    with pytest.raises(InvalidInput) as refusal:
        sorry(named(cast), cast.leader, day=day)

    assert list(refusal.value.errors) == ["new_day"]


def test_only_who_signs_may_apologise(cast: Cast) -> None:
    dossier = named(cast)

    for person in (cast.officer, cast.head, cast.clerk, cast.citizen, cast.administrator):
        with pytest.raises(actions.Forbidden):
            sorry(dossier, person)


def test_a_supplement_after_the_letter_never_brings_the_day_nearer(cast: Cast) -> None:
    dossier = sorry(named(cast, "2026-03-03 09:00"), cast.leader, "2026-03-03 10:00")
    asked = cast.ask(dossier, cast.officer, at("2026-03-04 09:00"))
    assert asked.due_at is None

    supplied = actions.supply(asked, by=cast.citizen, at=at("2026-03-05 09:00"))

    assert (supplied.first_due_at, supplied.due_at) == (at("2026-03-12 17:00"), at("2026-03-16 17:00"))


def test_a_step_that_waited_begins_anew_with_the_term_and_one_sent_back_too(cast: Cast) -> None:
    asked = cast.ask(cast.appraised(), cast.officer, TUESDAY)
    assert asked.step_due_at is None

    supplied = actions.supply(asked, by=cast.citizen, at=at("2026-03-10 09:00"))
    proposed = actions.propose(supplied, "granted", "", by=cast.officer, at=at("2026-03-11 09:00"))
    back = actions.send_back(proposed, "Thiếu", by=cast.leader, at=at("2026-03-12 09:00"))

    assert supplied.step_due_at == at("2026-03-16 17:00")  # four days of appraisal
    assert (back.step_since, back.step_due_at) == (at("2026-03-12 09:00"), at("2026-03-18 17:00"))


def test_a_silent_applicant_is_reminded_and_then_closing_is_proposed_and_nothing_closes(cast: Cast) -> None:
    asked = cast.ask(cast.appraised(), cast.officer, TUESDAY)
    row = Interruption.objects.get()
    assert row.answer_by == at("2026-04-02 17:00")

    for days in (14, 16, 28, 29, 31, 32):
        remind_applicants(TUESDAY + timedelta(days=days))

    kinds = Notice.objects.filter(channel="inbox").values_list("kind", "user__username")
    assert [pair for pair in kinds if pair[0] == "dossier_reminder"] == [("dossier_reminder", "congdan")] * 2
    assert {who for kind, who in kinds if kind == "dossier_silent"} == {"truongphong"}
    assert again(asked).state == "awaiting_supplement"


def test_who_answers_is_not_reminded(cast: Cast) -> None:
    asked = cast.ask(cast.appraised(), cast.officer, TUESDAY)
    actions.supply(asked, by=cast.citizen, at=MONDAY + timedelta(days=7))

    assert remind_applicants(TUESDAY + timedelta(days=60)) == 0


@pytest.mark.parametrize("part", ["citizen", "neighbour", "officer_elsewhere", "cashier", "auditor"])
def test_only_who_holds_it_may_name_the_cause(cast: Cast, part: str) -> None:
    dossier = cast.appraised()
    before = traces(dossier)

    with pytest.raises(actions.Forbidden):
        actions.name_delay(dossier, *CAUSE, by=getattr(cast, part), at=WEDNESDAY)

    assert traces(dossier) == before


def test_what_was_answered_in_time_has_no_delay_to_name(cast: Cast) -> None:
    with pytest.raises(actions.Refused, match="không làm được|hồ sơ"):
        actions.name_delay(cast.resolved(), *CAUSE, by=cast.clerk, at=at("2026-03-30 09:00"))


def test_closing_for_silence_comes_with_the_facts_once_the_wait_is_over(
    client: Client, cast: Cast, clock_at: Callable[[datetime], None]
) -> None:
    content = cast.edition.content
    content["supplement"]["silence_ground_vi"] = "Nghị định 00/2026/NĐ-CP, Điều 9."
    cast.edition.save(update_fields=["content"])
    asked = cast.ask(cast.appraised(), cast.officer, TUESDAY)
    page = f"/can-bo/ho-so/{asked.code}/"

    def ground(moment: datetime) -> str:
        clock_at(moment)
        client.force_login(cast.head)
        context = client.get(page).context
        offers = {offer.form.slug: offer.form for offer in context["offers"]}
        return str(offers["dong"]["reason"].value()) if "dong" in offers else context["hindrances"][0].words

    assert ground(at("2026-04-02 16:59")).startswith("Còn chờ người nộp trả lời đến 17:00 ngày 02/04/2026")
    assert ground(at("2026-04-02 17:01")).splitlines() == [
        "Nghị định 00/2026/NĐ-CP, Điều 9.",
        "Đã yêu cầu bổ sung lúc 09:00 ngày 03/03/2026, chờ đến 17:00 ngày 02/04/2026, nhắc 0 lần; "
        "đến nay chưa nhận được giấy tờ bổ sung.",
    ]


def test_the_applicant_reads_until_when_an_answer_is_awaited(client: Client, cast: Cast) -> None:
    asked = cast.ask(cast.appraised(), cast.officer, TUESDAY)
    client.force_login(cast.citizen)

    for address in (f"/ho-so/{asked.code}/", f"/ho-so/{asked.code}/bo-sung/"):
        assert "Gửi trước 17:00 thứ Năm, 02/04/2026" in client.get(address).content.decode(), address


def test_a_page_says_what_would_be_promised_if_all_came_now(
    client: Client, cast: Cast, clock_at: Callable[[datetime], None]
) -> None:
    asked = cast.ask(cast.appraised(), cast.officer, TUESDAY)
    clock_at(WEDNESDAY)

    for who, address in ((cast.citizen, "/ho-so/"), (cast.officer, "/can-bo/ho-so/")):
        client.force_login(who)
        page = client.get(f"{address}{asked.code}/").content.decode()
        assert "thì hẹn trả trước 17:00 thứ Tư, 11/03/2026" in page
    assert due_if_completed(actions.supply(asked, by=cast.citizen, at=WEDNESDAY), WEDNESDAY) is None

"""What the page offers can be done, and what can be done is offered: every act in every state to every officer."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from dossiers import actions
from dossiers.forms.acts import ACTS
from dossiers.forms.acts.review import colleagues
from dossiers.forms.base import ActForm
from dossiers.models import Dossier, State
from dossiers.views.desk.available_acts import acts_of
from people.models import Agency, User
from procedures.models import Edition
from tests.conftest import at
from tests.dossiers.conftest import again, changed
from tests.support.inner_steps import LEVELS, SIGNING, with_steps
from tests.support.stories import AFTER_THE_WAIT, DEATH, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast, counted, items_of
from toolbox.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.long]
REASON = {"reason": "Lý do"}
OUTCOME = {"outcome": "granted", "text": "Hai năm"}
NEW_DAY = date(2026, 3, 16)
# What fills in each act, by its address; of every other a reason.
FILLED: dict[str, Callable[[Dossier, Cast], dict[str, Any]]] = {
    **dict.fromkeys(("tiep-nhan", "ban-giao", "xac-nhan-dien-phi", "tra-ket-qua", "dong-dau"), lambda d, c: {}),
    "nhan-xu-ly": lambda d, c: {},  # to whoever acts
    "sua-dien-phi": lambda d, c: {"ground": "", **REASON},
    "nhan-bo-sung": lambda d, c: {"papers": counted(d)},
    **dict.fromkeys(("xong-buoc", "dong-y-trinh"), lambda d, c: {"note": "Đạt"}),
    "lay-y-kien": lambda d, c: {"unit": not_asked(d), "question": "Có vướng mắc gì?", "days": 2},
    "cho-y-kien": lambda d, c: {"answer": "Đồng ý"},
    "thoi-lay-y-kien": lambda d, c: {"unit": Agency.objects.get(code="SLD-NCC"), **REASON},
    "phan-cong": lambda d, c: {"to": next(iter(colleagues(d)), c.officer)},
    "yeu-cau-bo-sung": lambda d, c: {"items": items_of(d), **REASON},
    "yeu-cau-nop-phi": lambda d, c: {"amount": 1000, **REASON},
    **dict.fromkeys(("trinh-ky", "trinh-du-thao", "phe-duyet", "ky-ket-qua"), lambda d, c: OUTCOME),
    "dinh-chinh-ket-qua": lambda d, c: {"text": "Ba năm", **REASON},
    "thu-hoi-ket-qua-da-cap": lambda d, c: {"ground": "Nghị định 152/2020/NĐ-CP, Điều 20", **REASON},
    "xin-loi": lambda d, c: {"new_day": NEW_DAY, "cause": "system", "owner": "system", **REASON},
    "nguyen-nhan-cham": lambda d, c: {"cause": "system", "owner": "system", **REASON},
    "nguoi-nop-khong-con": lambda d, c: dict(zip(("ground", "day", "document", "issuer"), DEATH, strict=True)),
}
STAFF = ("clerk", "officer", "head", "leader", "cashier", "officer_elsewhere")


@pytest.fixture
def crew(cast: Cast, person: Callable[..., User], seal_clerk: User) -> dict[str, User]:
    """The officers of the cast, a colleague of the one who appraises, and who keeps the seal."""
    unit = cast.officer.active_posts[0].unit
    others = {"colleague": person("dongnghiep", unit, "officer"), "seal_clerk": seal_clerk}
    return {part: getattr(cast, part) for part in STAFF} | others


def free(cast: Cast) -> Dossier:
    """Of a procedure that takes no fee."""
    return cast.appraised(changed(cast.edition, content={**cast.edition.content, "fees": [], "fee_free": True}))


def paid_first(cast: Cast) -> Dossier:
    """Filed online where the fee is wanted before acceptance."""
    return cast.submitted(changed(cast.edition, fee_timing=Edition.FeeTiming.AT_ACCEPTANCE))


def with_ground(cast: Cast) -> Dossier:
    """Filed with a ground for paying less whose proof nobody sent."""
    ground = {"group": "merit", "percent": 100, "ground_vi": "Người có công", "ground_en": "Merit"}
    content = {**cast.edition.content, "fee": {**cast.edition.content["fee"], "reductions": [ground]}}
    draft = actions.claim_ground(
        cast.draft(changed(cast.edition, content=content)), "merit", by=cast.citizen, at=MONDAY
    )
    return actions.submit(draft, by=cast.citizen, at=MONDAY)


def supplied(cast: Cast) -> Dossier:
    """Asked for more while it was appraised, and supplied."""
    return actions.supply(cast.awaiting_supplement(), by=cast.citizen, at=TUESDAY)


def asked_back_on_paper(cast: Cast) -> Dossier:
    """A dossier of the counter whose withdrawal the clerk entered."""
    return actions.request_withdrawal(cast.on_paper(), "Đơn", by=cast.clerk, at=TUESDAY)


def unmade(cast: Cast) -> Dossier:
    """Paid and decided; the file of the result is being made."""
    return actions.approve(cast.pay(cast.proposed()), "granted", by=cast.leader, at=WEDNESDAY)


def inspected(cast: Cast) -> Dossier:
    """One step of its appraisal is done, another is left."""
    return cast.appraised(with_steps(cast, LEVELS))


def with_head(cast: Cast) -> Dossier:
    """Proposed; the head is asked before the leader."""
    return actions.propose(inspected(cast), "granted", "Hai năm", by=cast.officer, at=TUESDAY)


def endorsed(cast: Cast) -> Dossier:
    """The head agreed; the leader decides."""
    return actions.endorse(with_head(cast), by=cast.head, at=TUESDAY)


def three_steps(cast: Cast) -> Dossier:
    """Appraised where who signs decides."""
    return cast.appraised(with_steps(cast, SIGNING, 3))


def drafted(cast: Cast) -> Dossier:
    """The same, with the draft of its result."""
    return actions.draft(three_steps(cast), "granted", "Hai năm", by=cast.officer, at=TUESDAY)


def not_asked(dossier: Dossier) -> Agency:
    """A unit that owes no opinion yet and may be asked: the other division, else the department."""
    return Agency.objects.get(code="SLD" if dossier.opinions.waiting() else "SLD-NCC")


def asked(cast: Cast) -> Dossier:
    """Another unit owes an opinion."""
    unit = Agency.objects.get(code="SLD-NCC")
    return actions.ask_opinion(cast.appraised(), unit, "Có vướng mắc gì?", 2, by=cast.officer, at=TUESDAY)


def answered(cast: Cast) -> Dossier:
    """The same, once it has answered."""
    return actions.give_opinion(asked(cast), "Không", by=cast.officer_elsewhere, at=TUESDAY)


def unsigned(cast: Cast) -> Dossier:
    """Decided under an edition whose results a clerk seals; the file is being signed."""
    changed(cast.edition, content={**cast.edition.content, "seal": "clerk"})
    return actions.approve(cast.pay(cast.proposed()), "granted", by=cast.leader, at=WEDNESDAY)


def held(cast: Cast) -> Dossier:
    """Handled by the officer."""
    return actions.assign(cast.appraised(), cast.officer, by=cast.head, at=TUESDAY)


SITUATIONS: dict[str, tuple[Callable[[Cast], Dossier], datetime]] = {
    **{str(state): (lambda c, s=state: c.in_state(s), THURSDAY) for state in State},
    "fresh": (Cast.appraised, MONDAY),
    "fee first": (paid_first, TUESDAY),
    "ground without proof": (with_ground, TUESDAY),
    "supplied": (supplied, WEDNESDAY),
    "too late to ask": (Cast.appraised, at("2026-03-06 09:00")),
    "late": (Cast.appraised, at("2026-03-11 09:00")),
    "silent": (Cast.awaiting_supplement, AFTER_THE_WAIT),
    "asked back on paper": (asked_back_on_paper, WEDNESDAY),
    "decided, unpaid": (Cast.resolved, THURSDAY),
    "decided, paid": (lambda c: c.make_files(c.pay(c.resolved())), THURSDAY),
    "file in the making": (unmade, THURSDAY),
    "file being signed": (unsigned, THURSDAY),
    "to be sealed": (Cast.signed, THURSDAY),
    "handled": (held, WEDNESDAY),
    "free": (free, TUESDAY),
    "steps left": (inspected, TUESDAY),
    "opinion asked": (asked, WEDNESDAY),
    "opinion given": (answered, WEDNESDAY),
    "before the head": (with_head, WEDNESDAY),
    "after the head": (endorsed, WEDNESDAY),
    "three steps": (three_steps, TUESDAY),
    "drafted": (drafted, WEDNESDAY),
    "long returned": (lambda c: c.in_state(State.RETURNED), at("2026-03-20 09:00")),
    "long stopped": (lambda c: c.in_state(State.STOPPED), at("2026-03-20 09:00")),
}


def refused(form: type[ActForm], dossier: Dossier, cast: Cast, user: User, when: datetime) -> str:
    """How the act itself answers *user*, filled in; empty when it is carried out. All of it is rolled back."""
    fill = FILLED.get(form.slug, lambda d, c: REASON)
    data = fill(again(dossier), cast) | ({"to": user} if form.slug == "nhan-xu-ly" else {})
    mark = transaction.savepoint()
    try:
        form.action(Dossier.objects.filter(pk=dossier.pk).seen_by(user), by=user, at=when, **data)
    except Refused as refusal:
        return refusal.message
    finally:
        transaction.savepoint_rollback(mark)
    return ""


@pytest.mark.parametrize("situation", SITUATIONS)
def test_what_is_offered_is_carried_out_and_what_is_not_is_refused(
    cast: Cast, crew: dict[str, User], situation: str
) -> None:
    story, when = SITUATIONS[situation]
    dossier, wrong = story(cast), []
    for part, user in crew.items():
        offers, hindrances = acts_of(again(dossier), user, when)
        offered, told = {type(offer.form).slug for offer in offers}, {str(row.title): row.words for row in hindrances}
        for form in ACTS:
            words = refused(form, dossier, cast, user, when)
            if bool(words) == (form.slug in offered) and not same_act_elsewhere(form, offered):
                wrong.append((part, form.slug, words or "carried out"))
            if str(form.title) in told and told[str(form.title)] != words:
                wrong.append((part, form.slug, told[str(form.title)], words))

    assert wrong == []


def same_act_elsewhere(form: type[ActForm], offered: set[str]) -> bool:
    """To take and to assign are one act, and so are accepting and confirming by it; one of the two is offered."""
    twins = {"nhan-xu-ly": "phan-cong", "phan-cong": "nhan-xu-ly"}
    return twins.get(form.slug) in offered


def test_every_act_is_walked(cast: Cast, crew: dict[str, User]) -> None:
    offered: set[str] = set()
    for story, when in SITUATIONS.values():
        mark = transaction.savepoint()
        dossier = story(cast)
        for user in crew.values():
            offered |= {type(row.form).slug for row in acts_of(again(dossier), user, when)[0]}
        transaction.savepoint_rollback(mark)

    assert {form.slug for form in ACTS} - offered <= {"sua-dien-phi", "xac-nhan-dien-phi"}


@pytest.mark.parametrize(
    ("situation", "part", "title", "words"),
    [
        ("fee first", "clerk", "Tiếp nhận và in giấy hẹn", "chưa nộp phí"),
        ("ground without proof", "clerk", "Xác nhận diện miễn, giảm phí", "Chưa có giấy tờ chứng minh"),
        ("supplied", "officer", "Yêu cầu bổ sung", "chỉ cho phép một lần"),
        ("too late to ask", "officer", "Yêu cầu bổ sung", "quá 3 ngày làm việc"),
        ("awaiting_supplement", "head", "Đóng vì không bổ sung", "Còn chờ người nộp"),
        ("asked back on paper", "clerk", "Dừng giải quyết", "không tự dừng"),
        ("decided, unpaid", "clerk", "Trả kết quả", "chưa nộp phí"),
        ("file in the making", "clerk", "Trả kết quả", "đang được tạo"),
        ("file being signed", "seal_clerk", "Đóng dấu kết quả", "đang được ký"),
    ],
)
def test_what_is_hindered_is_said_instead(
    client: Client,
    cast: Cast,
    crew: Any,
    clock_at: Callable[..., None],
    situation: str,
    part: str,
    title: str,
    words: str,
) -> None:
    story, when = SITUATIONS[situation]
    dossier = story(cast)
    clock_at(when)
    client.force_login(crew[part])

    page = client.get(f"/can-bo/ho-so/{dossier.code}/")

    told = {str(row.title): row.words for row in page.context["hindrances"]}
    assert words in told[title]
    assert "Chưa làm được" in page.content.decode()


def test_what_was_typed_stays_though_the_act_is_hindered_meanwhile(
    client: Client, cast: Cast, clock_at: Callable[..., None]
) -> None:
    dossier = supplied(cast)
    clock_at(WEDNESDAY)
    client.force_login(cast.officer)

    data = {"reason": "Thiếu trang 3", "tick_0": "1", "todo_0": "Chụp lại trang 3"}
    answer = client.post(f"/can-bo/ho-so/{dossier.code}/yeu-cau-bo-sung/", data)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "chỉ cho phép một lần" in page
    assert "Thiếu trang 3" in page
    assert "Chụp lại trang 3" in page

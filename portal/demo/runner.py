"""Run the scenarios of the demo world: every dossier gets where it is by real acts, at instants in the past."""

import io
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from dossiers import actions
from dossiers.models import Dossier, State
from dossiers.models.dossier import PROOF
from dossiers.papers.content import postal_address_of
from dossiers.papers.render import render_batch
from dossiers.postal.numbers import check_digit
from payments.actions import take_cash
from people.models import Party, Post, User
from portal.demo.answers import answers_for
from portal.demo.attachments import sample_photo, sample_scan
from portal.demo.people import WALK_INS
from portal.demo.scenarios import Scenario
from portal.units import DESK
from procedures.calendar.lookup import current_calendar
from procedures.law.working_time import WorkingCalendar
from procedures.models import Edition
from toolbox.files import recognise

MORNING, GAP = time(8, 15), timedelta(minutes=23)
Role = Post.Role


class Runner:
    """One scenario under way: the dossier, and the instant the scenario has reached."""

    def __init__(self, scenario: Scenario, number: int, now: datetime) -> None:
        self.scenario, self.now = scenario, now
        self.mark = f"demo-{number}"
        self.calendar: WorkingCalendar = current_calendar()
        self.at = min(self._morning(scenario.began), now)
        self.edition = Edition.objects.select_related("procedure").get(
            procedure__slug=scenario.slug, state=Edition.State.PUBLISHED, valid_to=None
        )

    @cached_property
    def account(self) -> User:
        """The account that files online."""
        return User.objects.get(username=self.scenario.who)

    @cached_property
    def applicant(self) -> Party:
        """The party it is filed for: a walk-in, or whom the account acts for."""
        if isinstance(self.scenario.who, int):
            return Party.objects.get(citizen_id=WALK_INS[self.scenario.who][1])
        return self.account.representations.select_related("party").order_by("id")[0].party

    def run(self) -> None:
        """Begin the dossier, then carry out its acts in order; one that exists already is left alone."""
        if Dossier.objects.filter(form_token=self.mark).exists():
            return
        words = self.scenario.acts.split()
        self.dossier = self._intake() if isinstance(self.scenario.who, int) else self._draft()
        for word in words[1:] if isinstance(self.scenario.who, int) else words:
            name, _, days = word.partition("+")
            self._advance(int(days or 0))
            self.act(name)

    def act(self, name: str) -> None:
        """Carry out the act *name* on the dossier as it is."""
        self.dossier.refresh_from_db()
        ACTS[name](self)

    def by(self, role: str) -> User:
        """Whoever holds *role* where the dossier is; the demo account when it is among them."""
        unit = {Role.DESK: DESK, Role.CASHIER: DESK, Role.SEAL_CLERK: DESK, Role.LEADER: "SLD"}.get(
            Role(role), self.edition.appraisal_unit_code
        )
        posts = Post.objects.filter(role=role, unit__code=unit).select_related("user")
        return posts.order_by("id")[0].user

    def who(self, role: str = "") -> dict[str, Any]:
        """`by` and `at` of the next act: the applicant's account, or someone in *role*."""
        return {"by": self.by(role) if role else self.account, "at": self.at}

    def make_files(self) -> None:
        """Render the file of every paper that was issued, as the worker does."""
        while render_batch(self.now):
            pass

    def attach(self, draft: Dossier, key: str, title: str, order: int) -> None:
        """Attach one file of the applicant to a component, as a photograph or a scan."""
        content = self.picture(title, scan=order == 1)
        name = f"giay-to-{order + 1}.{'pdf' if order == 1 else 'jpg'}"
        upload = recognise(io.BytesIO(content), name, self.edition.upload_limit)
        actions.attach(draft, key, upload, by=self.account, at=self.at)

    def picture(self, title: str, *, scan: bool) -> bytes:
        """The content of that file."""
        return (sample_scan if scan else sample_photo)(title, f"{self.applicant}, {self.mark}")

    def _draft(self) -> Dossier:
        user, party = self.account, self.applicant
        draft = actions.start(edition=self.edition, applicant=party, by=user, at=self.at, token=self.mark)
        answers = answers_for(self.edition, party, timezone.localdate(self.at))
        if not self.scenario.acts:  # an unfinished draft
            answers = dict(list(answers.items())[: len(answers) // 2])
        actions.save_answers(draft, answers, by=user, at=self.at)
        for order, component in enumerate(self.edition.components.filter(required=True)):
            if self.scenario.acts or not order:
                self.attach(draft, component.key, component.name_vi, order)
        return draft

    def _intake(self) -> Dossier:
        components = {
            row.key: {"original": row.original_qty or 1, "copy": row.copy_qty} for row in self.edition.components.all()
        }
        answers = answers_for(self.edition, self.applicant, timezone.localdate(self.at))
        return actions.intake(
            edition=self.edition,
            applicant=self.applicant,
            answers=answers,
            components=components,
            token=self.mark,
            **self.who(Role.DESK),
        )

    def _advance(self, days: int) -> None:
        """Move the time on: some minutes, or to the morning *days* working days later; never past now."""
        self.at = self.at + GAP
        if days:
            day = self.calendar.add(timezone.localdate(self.at), days)
            self.at = datetime.combine(day, MORNING, tzinfo=self.at.tzinfo)
        self.at = min(self.at, self.now)

    def _morning(self, days_ago: int) -> datetime:
        today = timezone.localdate(self.now)
        day = self.calendar.back(today, days_ago) if days_ago else today
        return datetime.combine(day, MORNING, tzinfo=timezone.get_default_timezone())


GRANTED, REFUSED = Dossier.Outcome.GRANTED, Dossier.Outcome.REFUSED
NO = "Chưa đáp ứng điều kiện về hồ sơ theo quy định của thủ tục này."


def _ask(t: Runner) -> None:
    component = t.edition.components.all()[0]
    items = [{"component": component.key, "todo": "Chụp lại cho rõ bốn góc, đủ các trang."}]
    role = Role.DESK if t.dossier.state == State.SUBMITTED else Role.OFFICER
    actions.request_supplement(t.dossier, items, "Ảnh chụp mờ, không đọc được số.", **t.who(role))


def _name_delay(t: Runner) -> None:
    cause = ("verifying", "other_unit", "Phải chờ kết quả xác minh của cơ quan phối hợp.")
    actions.name_delay(t.dossier, *cause, **t.who(Role.OFFICER))


def _apologise(t: Runner) -> None:
    assert t.dossier.due_at is not None
    day = t.calendar.add(timezone.localdate(t.dossier.due_at), 3)
    actions.apologise(t.dossier, day, **t.who(Role.LEADER))


def _seal(t: Runner) -> None:
    t.make_files()
    actions.seal_result(t.dossier, **t.who(Role.SEAL_CLERK))


def _hand_out(t: Runner) -> None:
    t.make_files()
    actions.hand_out(t.dossier, str(t.dossier.applicant), **t.who(Role.DESK))


def _send_by_post(t: Runner) -> None:
    """Pack the result and give it to the post, which is asked about it on the page."""
    t.make_files()
    serial = f"{t.dossier.pk % 10**7:07d}0"
    parcel = actions.register_parcel(
        [t.dossier],
        f"EA{serial}{check_digit(serial)}VN",
        address=postal_address_of(t.dossier) or "Số 1, thôn Mẫu",
        ground="Người nộp gọi điện đề nghị.",
        postage=26_000,
        **t.who(Role.DESK),
    )
    actions.hand_to_post([parcel], "Lê Văn Bưu", **t.who(Role.DESK))


def _supply(t: Runner) -> None:
    component = t.edition.components.all()[0]
    t.attach(t.dossier, component.key, f"{component.name_vi} (bản chụp lại)", 0)
    actions.supply(t.dossier, **t.who())


def _claim(t: Runner) -> None:
    """The ground, and the paper that proves it: the desk confirms it over that."""
    actions.claim_ground(t.dossier, "merit", **t.who())
    t.attach(t.dossier, PROOF, "Giấy xác nhận người có công", 0)


ACTS: dict[str, Callable[[Runner], Any]] = {
    "claim": _claim,
    "submit": lambda t: actions.submit(t.dossier, **t.who()),
    "accept": lambda t: actions.accept(t.dossier, ground_confirmed=t.dossier.ground_waits, **t.who(Role.DESK)),
    "refuse": lambda t: actions.refuse_reception(
        t.dossier, "Hồ sơ không thuộc thẩm quyền giải quyết của Sở.", **t.who(Role.DESK)
    ),
    "handover": lambda t: actions.hand_over(t.dossier, **t.who(Role.DESK)),
    "assign": lambda t: actions.assign(t.dossier, t.by(Role.OFFICER), **t.who(Role.OFFICER)),
    "ask": _ask,
    "blame": _name_delay,
    "apologise": _apologise,
    "supply": _supply,
    "demand": lambda t: actions.demand_payment(
        t.dossier, 450_000, "Lệ phí theo nghị quyết của HĐND tỉnh.", **t.who(Role.OFFICER)
    ),
    "settle": lambda t: take_cash(
        t.dossier, amount=t.dossier.fee_due, payer=str(t.dossier.applicant), **t.who(Role.CASHIER)
    ),
    "propose": lambda t: actions.propose(
        t.dossier, GRANTED, "Hồ sơ đủ điều kiện, đề nghị đồng ý giải quyết.", **t.who(Role.OFFICER)
    ),
    "send_back": lambda t: actions.send_back(
        t.dossier, "Đối chiếu lại số lao động đang sử dụng.", **t.who(Role.LEADER)
    ),
    "approve": lambda t: actions.approve(t.dossier, GRANTED, **t.who(Role.LEADER)),
    "deny": lambda t: actions.approve(t.dossier, REFUSED, NO, **t.who(Role.LEADER)),
    "resolve": lambda t: actions.resolve(t.dossier, GRANTED, "Đồng ý giải quyết theo đề nghị.", **t.who(Role.LEADER)),
    "reject": lambda t: actions.resolve(t.dossier, REFUSED, NO, **t.who(Role.LEADER)),
    "seal": _seal,
    "return": _hand_out,
    "parcel": _send_by_post,
    "withdraw": lambda t: actions.request_withdrawal(t.dossier, "Tôi muốn làm lại hồ sơ.", **t.who()),
    "carry_on": lambda t: actions.continue_dossier(t.dossier, **t.who()),
    "stop": lambda t: actions.stop(t.dossier, "Theo đề nghị rút hồ sơ.", **t.who(Role.DESK)),
    "close": lambda t: actions.close_for_silence(
        t.dossier, "Quá 30 ngày không bổ sung, đã nhắc hai lần.", **t.who(Role.LEADER)
    ),
}

"""The cast of the acts, a dossier in each state, and every act with who does it from where."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.forms.models import model_to_dict

from dossiers import actions
from dossiers.models import Counter, Dossier, DossierAccess, Event, EventNote, Interruption, Paper, State
from dossiers.models.state import WITHDRAWABLE
from dossiers.papers.render import render_batch, store_pdf
from notifications.models import Notice
from people.models import Party, User
from procedures.models import Edition
from tests.conftest import at
from tests.support import factories

MONDAY = at("2026-03-02 09:00")
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3))


DEATH = ("death", date(2026, 3, 1), "Trích lục khai tử số 12/TLKT", "UBND xã Mẫu")
AFTER_THE_WAIT = at("2026-05-04 09:00")  # a Monday, more than thirty days after Tuesday


@dataclass
class Cast:
    """Everybody who acts on dossiers, and the edition they act under."""

    edition: Edition
    citizen: User
    neighbour: User
    clerk: User
    officer: User
    officer_elsewhere: User
    head: User
    leader: User
    cashier: User
    auditor: User
    administrator: User

    def everybody(self) -> dict[str, User]:
        """The people, by their part."""
        return {name: who for name, who in vars(self).items() if isinstance(who, User)}

    @property
    def party(self) -> Party:
        """Who the citizen is."""
        return self.citizen.representations.get().party

    # How a dossier gets there, by real acts.
    def draft(self, edition: Edition | None = None) -> Dossier:
        """A draft with everything in it."""
        return factories.draft(edition or self.edition, self.citizen, MONDAY)

    def submitted(self, edition: Edition | None = None) -> Dossier:
        """Filed online on Monday."""
        return actions.submit(self.draft(edition), by=self.citizen, at=MONDAY)

    def on_paper(self, edition: Edition | None = None) -> Dossier:
        """Taken in at the desk on Monday: accepted, not handed over."""
        edition = edition or self.edition
        return actions.intake(
            edition=edition,
            applicant=self.party,
            components={row.key: {"original": 1} for row in edition.components.filter(required=True)},
            answers=factories.answers(edition),
            by=self.clerk,
            at=MONDAY,
        )

    def appraised(self, edition: Edition | None = None) -> Dossier:
        """Filed, accepted and handed over on Monday."""
        return actions.accept(self.submitted(edition), by=self.clerk, at=MONDAY)

    def awaiting_supplement(self) -> Dossier:
        """Asked for more on Tuesday, while being appraised; the citizen added a file and owes the sending."""
        return self.ask(self.appraised(), self.officer, TUESDAY)

    def proposed(self, outcome: str = "granted") -> Dossier:
        """Proposed to the leader on Tuesday."""
        return actions.propose(self.appraised(), outcome, "Hai năm", by=self.officer, at=TUESDAY)

    def resolved(self) -> Dossier:
        """Approved on Wednesday; its file is there."""
        done = actions.approve(self.proposed(), "granted", by=self.leader, at=WEDNESDAY)
        return self.make_files(done)

    def signed(self) -> Dossier:
        """Approved on Wednesday under an edition whose results a clerk seals; its file has the leader's signature."""
        Edition.objects.filter(pk=self.edition.pk).update(content=self.edition.content | {"seal": "clerk"})
        self.edition.refresh_from_db()
        done = actions.approve(self.proposed(), "granted", by=self.leader, at=WEDNESDAY)
        render_batch(THURSDAY)
        return done

    def make_files(self, dossier: Dossier) -> Dossier:
        """Every paper that waits gets a file: one specimen for all."""
        for paper in dossier.papers.filter(state=Paper.State.PENDING):
            paper.state, (paper.path, paper.sha256) = Paper.State.READY, store_pdf(b"%PDF-1.7 specimen")
            paper.save()
        return dossier

    def ask(self, dossier: Dossier, by: User, when: datetime, supplier: User | None = None) -> Dossier:
        """Ask for the first component again; the applicant adds it at once, and has not sent it yet."""
        asked = actions.request_supplement(dossier, items_of(dossier), "Ảnh mờ", by=by, at=when)
        factories.attach(asked, supplier or self.citizen, when, factories.photo("gold"))
        return asked

    def pay(self, dossier: Dossier, when: datetime = WEDNESDAY) -> Dossier:
        """The cashier takes the fee."""
        return actions.settle_fee(dossier, dossier.fee_due, "BL-01", by=self.cashier, at=when).dossier

    def in_state(self, state: str) -> Dossier:
        """A dossier in that state."""
        return REACHED[State(state)](self)


def items_of(dossier: Dossier) -> list[dict[str, str]]:
    """What a clerk types into Form 02 about the first component."""
    component = dossier.edition.components.first()
    assert component is not None
    return [{"component": component.key, "todo": "Chụp lại trang 2"}]


def counted(dossier: Dossier) -> list[dict[str, Any]]:
    """What the desk counts of what was asked for: one copy of each."""
    supplement = dossier.open_supplement
    return [{"component": key, "original": 0, "copy": 1} for key in supplement.components] if supplement else []


def _not_accepted(cast: Cast) -> Dossier:
    return actions.refuse_reception(cast.submitted(), "Sai nơi", by=cast.clerk, at=MONDAY)


def _awaiting_payment(cast: Cast) -> Dossier:
    return actions.demand_payment(cast.appraised(), 600000, "Lệ phí", by=cast.officer, at=TUESDAY)


def _withdrawal_requested(cast: Cast) -> Dossier:
    return actions.request_withdrawal(cast.appraised(), by=cast.citizen, at=TUESDAY)


def _stopped(cast: Cast) -> Dossier:
    return actions.stop(_withdrawal_requested(cast), "Theo đơn", by=cast.clerk, at=TUESDAY)


def _returned(cast: Cast) -> Dossier:
    return actions.hand_out(cast.pay(cast.resolved()), by=cast.clerk, at=THURSDAY)


REACHED: dict[State, Callable[[Cast], Dossier]] = {
    State.DRAFT: Cast.draft,
    State.SUBMITTED: Cast.submitted,
    State.NOT_ACCEPTED: _not_accepted,
    State.ACCEPTED: Cast.on_paper,
    State.APPRAISAL: Cast.appraised,
    State.APPROVAL: Cast.proposed,
    State.AWAITING_SUPPLEMENT: Cast.awaiting_supplement,
    State.AWAITING_PAYMENT: _awaiting_payment,
    State.WITHDRAWAL_REQUESTED: _withdrawal_requested,
    State.STOPPED: _stopped,
    State.RESOLVED: Cast.resolved,
    State.RETURNED: _returned,
}


@dataclass(frozen=True)
class Case:
    """One act: who may do it, from which states, and how."""

    may: tuple[str, ...]
    states: tuple[State, ...]
    do: Callable[..., Any]  # (dossier, by=, at=)
    at: datetime = THURSDAY  # when it may be done


ACTS: dict[str, Case] = {
    "submit": Case(("citizen",), (State.DRAFT,), actions.submit),
    "accept": Case(("clerk",), (State.SUBMITTED,), actions.accept),
    "refuse_reception": Case(("clerk",), (State.SUBMITTED,), lambda d, **w: actions.refuse_reception(d, "Sai", **w)),
    "hand_over": Case(("clerk",), (State.ACCEPTED,), actions.hand_over),
    "request_supplement": Case(
        ("officer", "head"), (State.APPRAISAL,), lambda d, **w: actions.request_supplement(d, items_of(d), "Thiếu", **w)
    ),
    "supply": Case(
        ("citizen", "clerk"),
        (State.AWAITING_SUPPLEMENT,),
        lambda d, by, at: actions.supply(d, by=by, at=at, papers=counted(d) if by.has_role("desk") else ()),
    ),
    "demand_payment": Case(
        ("officer", "head"), (State.APPRAISAL,), lambda d, **w: actions.demand_payment(d, 1000, "Phí", **w)
    ),
    "propose": Case(("officer", "head"), (State.APPRAISAL,), lambda d, **w: actions.propose(d, "granted", "", **w)),
    "approve": Case(("leader",), (State.APPROVAL,), lambda d, **w: actions.approve(d, "granted", **w)),
    "send_back": Case(("leader",), (State.APPROVAL,), lambda d, **w: actions.send_back(d, "Xem lại", **w)),
    "hand_out": Case(("clerk",), (State.RESOLVED,), actions.hand_out),
    "request_withdrawal": Case(
        ("citizen",),
        (
            State.SUBMITTED,
            State.ACCEPTED,
            State.APPRAISAL,
            State.APPROVAL,
            State.AWAITING_SUPPLEMENT,
            State.AWAITING_PAYMENT,
        ),
        actions.request_withdrawal,
    ),
    "continue_dossier": Case(("citizen", "clerk"), (State.WITHDRAWAL_REQUESTED,), actions.continue_dossier),
    "stop": Case(("clerk", "leader"), (State.WITHDRAWAL_REQUESTED,), lambda d, **w: actions.stop(d, "Theo đơn", **w)),
    "stop_for_cessation": Case(
        ("head", "leader"),
        (State.APPRAISAL, *(state for state in WITHDRAWABLE if state != State.APPRAISAL)),
        lambda d, **w: actions.stop_for_cessation(d, *DEATH, **w),
    ),
    "undo_hand_out": Case(
        ("leader", "head"), (State.RETURNED,), lambda d, **w: actions.undo_hand_out(d, "Trả nhầm người", **w)
    ),
    "undo_refusal": Case(("leader",), (State.NOT_ACCEPTED,), lambda d, **w: actions.undo_refusal(d, "Đủ giấy tờ", **w)),
    "undo_stop": Case(("leader", "head"), (State.STOPPED,), lambda d, **w: actions.undo_stop(d, "Dừng nhầm", **w)),
    "recall_result": Case(
        ("head",),  # the leader decided it
        (State.RESOLVED,),
        lambda d, **w: actions.recall_result(d, "Sai thời hạn", **w),
    ),
    "correct_result": Case(
        ("leader",),
        (State.RESOLVED, State.RETURNED),
        lambda d, **w: actions.correct_result(d, "Sai chính tả", "Ba năm", **w),
    ),
    "revoke_result": Case(
        ("leader",),
        (State.RESOLVED, State.RETURNED),
        lambda d, **w: actions.revoke_result(d, "Không đủ điều kiện", "Điều 20", **w),
    ),
    "close_for_silence": Case(
        ("head", "leader"),
        (State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT),
        lambda d, **w: actions.close_for_silence(d, "Điều 5", **w),
        AFTER_THE_WAIT,
    ),
}


def traces(dossier: Dossier) -> dict[str, Any]:
    """Everything an act may leave behind; two of them are equal when nothing happened in between."""
    kinds = (Event, EventNote, Paper, Notice, DossierAccess, Interruption)
    return {
        **{kind.__name__: kind._default_manager.count() for kind in kinds},
        "numbers": sorted(Counter.objects.values_list("scope", "last")),
        "dossier": model_to_dict(Dossier.objects.get(pk=dossier.pk)),
    }

"""The form of an intake at the counter: answers, counted components, channel, and a typed promise where needed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.completeness import Decision, Lacking
from dossiers.forms.acts.reception import PromisedDayForm
from dossiers.forms.base import LONG
from dossiers.models import Dossier
from dossiers.models.dossier import PROOF, proof_of_ground
from dossiers.prefill import Known, first_answers, notes_of
from people.models import Party
from procedures import questions
from procedures.calendar.lookup import current_calendar
from procedures.law import deadlines
from procedures.law.fees import Fee, fee_of, groups_of
from procedures.law.working_time import CalendarMissing
from procedures.models import Edition
from toolbox.refusal import Refused

KINDS = ("original", "copy")
MOST = 99
DESK_CHANNELS = (Dossier.Channel.DIRECT, Dossier.Channel.POSTAL)


class Intake:
    """What the clerk typed, what is wrong with it, and what the act is given."""

    def __init__(
        self,
        edition: Edition,
        applicant: Party,
        data: Mapping[str, Any] | None,
        at: datetime,
        *,
        is_sent: bool = True,
        earlier: Dossier | None = None,
    ) -> None:
        """Read *data*, and judge it unless it is only put back on the page (*is_sent* false).

        Without *data* the form begins with what is known of the applicant, and was declared in an *earlier* dossier.
        """
        self.edition, self.at, self.earlier = edition, at, earlier
        self.known = Known(applicant, None, timezone.localdate(at))
        self.data: Mapping[str, Any] = data if data is not None else {}
        self.errors: dict[str, list[str]] = {}
        self.more_rows = str(self.data.get("more_rows", ""))
        self.token = str(self.data.get("token", ""))[:40]
        decision = str(self.data.get("decision", ""))
        self.decision = decision if decision in set(Decision) else Decision.ACCEPT
        self.reason = str(self.data.get("reason", ""))[:LONG]
        self.channel = str(self.data.get("channel", Dossier.Channel.DIRECT))
        self.parcel = str(self.data.get("parcel", ""))[:400]  # number of the one it came in, typed or scanned
        typed = (
            questions.read(edition.form_definition, data)
            if data is not None
            else first_answers(edition, self.known, earlier)
        )
        self.answers = questions.tidy_answers(edition.form_definition, typed, timezone.localdate(at))
        self.day_form = (
            None
            if edition.term_is_counted
            else PromisedDayForm(data)
            if data is not None and is_sent
            else PromisedDayForm()
        )
        day = timezone.localdate(at)
        groups = groups_of(edition.tariff, channel=self.channel, day=day, is_person=applicant.is_person)
        self.grounds = ["", *groups]
        self.ground = str(self.data.get("fee_ground", ""))
        if data is not None and is_sent and not self.asks_again:
            self._validate()

    @property
    def asks_again(self) -> bool:
        """A button that only changes the page was pressed: one more row, or every component counted."""
        return bool(self.more_rows) or self.counts_all

    @property
    def counts_all(self) -> bool:
        """The button that counts every component was pressed: it keeps the focus."""
        return "all_papers" in self.data

    def is_complete(self) -> bool:
        """Nothing is wrong, and it was sent to be taken in."""
        return not self.errors and not self.asks_again

    def arguments(self) -> dict[str, Any]:
        """The arguments of the act."""
        promise = self.day_form.cleaned_data if self.day_form else {}
        return {
            "answers": self.answers,
            "components": self.components(),
            "token": self.token or None,
            "channel": self.channel,
            "parcel": self.parcel,
            "due_day": promise.get("due_day"),
            "due_ground": promise.get("due_ground", ""),
            "fee_ground": self.ground,
            "decision": self.decision,
            "reason": self.reason,
            "items": self.items() if self.decision == Decision.ASK_FOR_MORE else [],
        }

    def items(self) -> list[dict[str, str]]:
        """What is asked for: each paper that lacks, and each of which something was typed."""
        rows = self.rows
        todos = [(row["key"], row["todo"].strip() or (_("Nộp giấy tờ này") if row["lacks"] else "")) for row in rows]
        return [{"component": key, "todo": todo} for key, todo in todos if todo]

    def components(self) -> dict[str, dict[str, int]]:
        """Component key → originals and copies that lie on the counter."""
        counted = {}
        for row in self.rows:
            numbers = {kind: _number(row[kind]) for kind in KINDS}
            if any(numbers.values()):
                counted[row["key"]] = numbers
        return counted

    @property
    def components_asked(self) -> list[dict[str, Any]]:
        """What the edition asks for; where less may be paid on a ground, the proof of it, too."""
        proof = [proof_of_ground()] if len(self.grounds) > 1 else []
        return [*self.edition.required_components, *proof]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The required components with what was counted; all of each when “all” was pressed."""
        every = "all_papers" in self.data
        return [
            {
                **row,
                "original": row.get("original_qty", 0) if every else self._count(row, "original"),
                "copy": row.get("copy_qty", 0) if every else self._count(row, "copy"),
                "errors": self.errors.get(row["key"], []),
                "todo": str(self.data.get(f"todo-{row['key']}", ""))[:500],
                "lacks": row["required"] and not any(_number(self._count(row, kind)) for kind in KINDS),
            }
            for row in self.components_asked
        ]

    @property
    def asked(self) -> list[tuple[questions.Section, list[questions.BoundQuestion]]]:
        """Every section with its questions as they stand; all of them are on one page."""
        definition = self.edition.form_definition
        known = self.known.answers(definition)
        before = self.earlier.answers if self.earlier else {}
        notes = notes_of(self.answers, before, _("Lấy từ hồ sơ trước – còn đúng không?"))
        notes |= notes_of(self.answers, known, _("Đã lưu của người nộp – còn đúng không?"))
        bound = questions.bind_questions(definition, self.answers, self.errors, self.more_rows, notes=notes)
        return [
            (section, [one for one in bound if one.question["section_vi"] == section.key])
            for section in questions.sections(definition)
        ]

    @property
    def fee(self) -> Fee:
        """What is to be paid, as far as the form says."""
        tariff, day = self.edition.tariff, timezone.localdate(self.at)
        return fee_of(tariff, self.answers, channel=self.channel, day=day, group=self.ground)

    @property
    def promise(self) -> datetime | None:
        """When the answer would be due if it were taken in now; None where that cannot be said."""
        if not self.edition.term_is_counted:
            return None
        term = self.edition.term
        try:
            deadline = deadlines.due(self.at, term, current_calendar(), with_ledger=False)
        except (CalendarMissing, Refused):
            return None
        return deadline.due_at

    def _validate(self) -> None:
        today, may_lack = timezone.localdate(self.at), Decision(self.decision).may_lack
        if may_lack < Lacking.ANSWERS_TOO:
            definition = self.edition.form_definition
            self.errors = self.known.faults(definition, self.answers)
            self.errors |= questions.validate_answers(definition, self.answers, today)
        self._validate_papers(may_lack)
        self._validate_decision()
        if self.ground and PROOF not in self.components():
            self.errors[PROOF] = [_("Đếm giấy tờ chứng minh, hoặc bỏ chọn diện miễn, giảm phí.")]
        if self.channel not in DESK_CHANNELS:
            self.errors["channel"] = [_("Chọn nộp trực tiếp hoặc qua bưu chính")]
        if self.day_form is not None and not self.day_form.is_valid():
            for name, messages in self.day_form.errors.items():
                self.errors[name] = [str(message) for message in messages]

    def _validate_papers(self, may_lack: Lacking) -> None:
        """Counts are numbers, and of what is required there is something, unless it is asked for."""
        for row in self.rows:
            if not all(_is_count(row[kind]) for kind in KINDS):
                self.errors[row["key"]] = [_("Nhập số từ 0 đến %(most)d") % {"most": MOST}]
            elif row["lacks"] and not may_lack:
                self.errors[row["key"]] = [_("Còn thiếu: %(name)s") % {"name": row["name_vi"]}]

    def _validate_decision(self) -> None:
        """What is not accepted says why; what lacks is named."""
        if self.decision == Decision.ACCEPT:
            return
        if not self.reason.strip():
            self.errors["reason"] = [_("Nhập lý do để người nộp biết.")]
        if self.decision == Decision.ASK_FOR_MORE and not self.items():
            self.errors["reason"] = [_("Không giấy tờ nào còn thiếu. Ghi cần bổ sung gì ở ít nhất một giấy tờ.")]

    def _count(self, row: Mapping[str, Any], kind: str) -> str:
        return str(self.data.get(f"paper-{row['key']}-{kind}", ""))


def _is_count(typed: Any) -> bool:
    text = str(typed).strip()
    return not text or (text.isascii() and text.isdecimal() and int(text[:9]) <= MOST)


def _number(typed: Any) -> int:
    text = str(typed).strip()
    return int(text) if text and _is_count(text) else 0

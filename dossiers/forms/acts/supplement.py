"""Forms of a supplement: ask for papers and single answers, take in at the desk what was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.actions.supplement import refusal_to_ask
from dossiers.forms.base import ActForm, reason_field
from dossiers.models import Dossier, State
from dossiers.models.event import Verb
from dossiers.supplement import Reply, askable, labels_of, opened, reply_to
from people.models import User
from procedures import questions
from procedures.localized import text_of
from procedures.questions.base import Question
from procedures.supplement_reasons import Fits, Reason, reasons_for
from toolbox.refusal import Refused

COUNTED = (("original", _("số bản chính")), ("copy", _("số bản sao")))
WORDS_MAX = 500
PREFIX = "answer-"  # keeps a question apart from the form's own fields: one is called `reason`


@dataclass
class Row:
    """One thing that may be asked for: ticked or not, why, and the officer's words."""

    number: int
    kind: str  # component or question
    key: str
    label: str
    section: str = ""
    declared: str = ""  # of a question
    ticked: bool = False
    code: str = ""
    words: str = ""
    errors: Sequence[str] = ()

    @property
    def reasons(self) -> list[Reason]:
        """Those that fit it."""
        return reasons_for(Fits.ANSWER if self.kind == "question" else Fits.PAPER)

    @property
    def reason(self) -> Reason | None:
        """The one that was chosen."""
        return next((reason for reason in self.reasons if reason.code == self.code), None)

    @property
    def speaks(self) -> bool:
        """Its reason says by itself what is the matter."""
        return self.reason is not None and not self.reason.needs_words

    @property
    def fault(self) -> str:
        """What is the matter with the row; nothing where it is whole, or nobody asks for it."""
        if not self.ticked:
            return gettext("%(label)s: đánh dấu vào ô trước mục này, hoặc xóa lời đã ghi.") if self.words else ""
        return "" if self.speaks or self.words else gettext("%(label)s: chọn lý do, hoặc ghi cần bổ sung gì.")

    @property
    def item(self) -> dict[str, str]:
        """As the act takes it."""
        return {self.kind: self.key, "reason": self.code if self.reason else "", "todo": self.words}


class RequestSupplementForm(ActForm):
    """Ask once and fully for what is missing or wrong: papers and single answers, each with its reason."""

    template_name = "dossiers/desk/request_supplement.html"
    action, verb, edge = actions.request_supplement, Verb.SUPPLEMENT_REQUESTED, "to_awaiting_supplement"
    slug = "yeu-cau-bo-sung"
    title, done = _("Yêu cầu bổ sung"), _("Đã gửi yêu cầu bổ sung.")
    reason = reason_field(_("Lý do yêu cầu bổ sung"), rows=3)

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, dossier=dossier, **options)
        self.fields["reason"].help_text = _("Để trống được khi mỗi mục đã chọn lý do trong danh mục.")
        self.rows = [*self._papers(), *self._answers()]
        for row in self.rows if self.is_bound else ():
            row.ticked = f"tick_{row.number}" in self.data
            row.code = str(self.data.get(f"why_{row.number}", ""))
            row.words = str(self.data.get(f"todo_{row.number}", "")).strip()
            if row.ticked or row.words:  # a field, so that a fault stands at its row
                name = f"todo_{row.number}"
                self.fields[name] = forms.CharField(label=row.label, required=False, max_length=WORDS_MAX)

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Its procedure lists components or asks questions."""
        return bool(dossier.components or dossier.edition.form_definition)

    @classmethod
    def refusal(cls, dossier: Dossier, user: User, at: datetime) -> Refused | None:
        """It was asked for once at this step, or it is too late."""
        return refusal_to_ask(dossier, dossier.state, at)

    def papers(self) -> list[Row]:
        """The rows of components, with what was found wrong."""
        return self._with_errors("component")

    def sections(self) -> list[tuple[str, list[Row], bool]]:
        """The rows of questions by the section of the form, each with whether it is opened."""
        rows = self._with_errors("question")
        titles = dict.fromkeys(row.section for row in rows)
        parts = [(title, [row for row in rows if row.section == title]) for title in titles]
        return [(title, part, any(row.ticked or row.errors for row in part)) for title, part in parts]

    def clean(self) -> dict[str, Any]:
        """At least one row is ticked, each says why, and there is a reason for the whole."""
        data = super().clean() or self.cleaned_data
        for row in self.rows:
            if fault := row.fault:
                self.add_error(f"todo_{row.number}", fault % {"label": row.label})
        ticked = [row for row in self.rows if row.ticked]
        if not ticked and not self.errors:
            self.add_error(None, _("Đánh dấu ít nhất một giấy tờ hoặc câu trả lời cần bổ sung"))
        if not data.get("reason") and not all(row.speaks for row in ticked):
            self.add_error("reason", _("Nhập lý do yêu cầu bổ sung"))
        return data

    def arguments(self, by: User) -> dict[str, Any]:
        """The items and the reason of Form 02."""
        return {"items": [row.item for row in self.rows if row.ticked], "reason": self.cleaned_data["reason"]}

    def _papers(self) -> list[Row]:
        rows = self.dossier.components
        return [Row(n, "component", row["key"], text_of(row, "name")) for n, row in enumerate(rows)]

    def _answers(self) -> list[Row]:
        dossier, first = self.dossier, len(self.dossier.components)
        sections = questions.display(dossier.edition.form_definition, dossier.answers)
        shown = {row["key"]: (part["title"], row["label"], row["value"]) for part in sections for row in part["rows"]}
        rows = [(question["key"], *shown[question["key"]]) for question in askable(dossier)]
        return [
            Row(first + n, "question", key, label, section=section, declared=value)
            for n, (key, section, label, value) in enumerate(rows)
        ]

    def _with_errors(self, kind: str) -> list[Row]:
        for row in self.rows:
            row.errors = [str(message) for message in self.errors.get(f"todo_{row.number}", ())]
        return [row for row in self.rows if row.kind == kind]


class SupplyForm(ActForm):
    """Take in at the desk what was asked for: papers counted, answers as the applicant gives them at the counter."""

    template_name = "dossiers/desk/supply.html"
    action, verb, edge = actions.supply, Verb.SUPPLIED, "to_supplied"
    slug, weight = "nhan-bo-sung", "primary"
    title, done = _("Nhận bổ sung tại quầy"), _("Đã nhận bổ sung.")

    def __init__(self, *args: Any, dossier: Dossier, **options: Any) -> None:
        super().__init__(*args, dossier=dossier, **options)
        self.owed = dossier.open_supplement
        self.components = [item for item in self.owed.items if "component" in item] if self.owed else []
        for number, item in enumerate(self.components):
            for kind, label in COUNTED:
                self.fields[f"{kind}_{number}"] = forms.IntegerField(
                    label=f"{item['name']}: {label}", required=False, min_value=0, max_value=99
                )
        self.fields["reason"] = reason_field(_("Lý do"), rows=3)
        rows = opened(dossier, self.owed) if self.owed else []
        self.questions = [_prefixed(row, {row["key"] for row in rows}) for row in rows]
        typed = questions.read(self.questions, self.data) if self.is_bound else {}
        self.typed = {key.removeprefix(PREFIX): value for key, value in typed.items()}
        self.answer_errors: dict[str, list[str]] = {}

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """Something was asked for."""
        return bool(dossier.state == State.AWAITING_SUPPLEMENT)

    @property
    def asked(self) -> list[questions.BoundQuestion]:
        """The questions that were asked for again, as they were declared or are typed now."""
        declared, typed = self.dossier.answers, self.typed
        values = {**declared, **{f"{PREFIX}{key}": value for key, value in {**declared, **typed}.items()}}
        errors = {f"{PREFIX}{key}": messages for key, messages in self.answer_errors.items()}
        return questions.bind_questions(self.questions, values, errors, str(self.data.get("more_rows", "")))

    def clean(self) -> dict[str, Any]:
        """The answers pass as they would in a draft, and one that stays as it was is explained."""
        data = super().clean() or self.cleaned_data
        if self.owed is None or not self.questions:
            return data
        if "more_rows" in self.data:
            self.add_error(None, _("Đã thêm dòng. Điền tiếp rồi bấm “Nhận bổ sung tại quầy”."))
            return data
        reply = reply_to(self.dossier, self.owed, self.typed, timezone.localdate())
        self._note(reply, data.get("reason", ""))
        return data

    def arguments(self, by: User) -> dict[str, Any]:
        """The papers that were counted, the answers that were typed; the reason is the note of the event."""
        counted = [
            {
                "component": item["component"],
                **{kind: self.cleaned_data[f"{kind}_{n}"] or 0 for kind, _label in COUNTED},
            }
            for n, item in enumerate(self.components)
        ]
        papers = [row for row in counted if row["original"] or row["copy"]]
        return {"note": self.cleaned_data["reason"], "papers": papers, "answers": self.typed}

    def _note(self, reply: Reply, explanation: str) -> None:
        self.answer_errors = reply.errors
        for messages in reply.errors.values():
            self.add_error(None, messages)
        if reply.unanswered and not explanation:
            words = gettext("Chưa sửa: %(labels)s. Sửa lại, hoặc ghi lý do giữ nguyên.")
            self.add_error("reason", words % {"labels": labels_of(reply.unanswered)})


def _prefixed(question: Question, keys: set[str]) -> Question:
    """The question under a name of its own on the page; what it hangs on, too, where that is asked beside it."""

    def renamed(wanted: dict[str, Any]) -> dict[str, Any]:
        return {f"{PREFIX}{key}" if key in keys else key: value for key, value in wanted.items()}

    rules = dict(question.get("validation", {}))
    if "required_if" in rules:
        rules["required_if"] = renamed(rules["required_if"])
    more = {"asked_if": renamed(question["asked_if"])} if question.get("asked_if") else {}
    return {**question, **more, "key": f"{PREFIX}{question['key']}", "validation": rules}

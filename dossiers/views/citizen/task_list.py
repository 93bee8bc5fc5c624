"""Build the task list of a draft: how far each part is, and where each fault is mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from dossiers.completeness import missing_answers
from dossiers.models import Dossier
from dossiers.prefill import answers_before, known_of, notes_of
from procedures import labels, questions
from procedures.localized import text_of
from procedures.models import Edition
from procedures.questions.base import Question
from procedures.questions.facts import NUMBERS

DONE, WRONG, BEGUN, UNTOUCHED = "done", "wrong", "begun", "untouched"
WORDS = {
    DONE: _lazy("Đã xong"),
    WRONG: _lazy("Có phần cần sửa"),
    BEGUN: _lazy("Đang làm"),
    UNTOUCHED: _lazy("Chưa làm"),
}


@dataclass(frozen=True)
class Task:
    """One line of the task list."""

    title: str
    url: str
    status: str
    detail: str = ""

    @property
    def words(self) -> str:
        """The status in words."""
        return str(WORDS[self.status])


def tasks_of(draft: Dossier, at: datetime) -> list[Task]:
    """Every part of the draft with how far it is: the sections, then the components."""
    errors = missing_answers(draft, at)
    tasks = [
        Task(
            section.title,
            reverse("dossiers:section", args=[draft.ref, section.number]),
            _status(section, draft.answers, errors),
        )
        for section in questions.sections(draft.edition.form_definition)
    ]
    if draft.edition.required_components:
        tasks.append(_attachments_task(draft))
    return tasks


def problems_of(draft: Dossier, errors: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Address and message of each fault, so that one click leads to where it is mended."""
    urls = {
        question["key"]: f"{reverse('dossiers:section', args=[draft.ref, section.number])}"
        f"?from=check#id_{question['key']}"
        for section in questions.sections(draft.edition.form_definition)
        for question in section.questions
    }
    for row in draft.components:
        urls[row["key"]] = f"{reverse('dossiers:papers', args=[draft.ref])}#tep-{row['key']}"
    home = reverse("dossiers:detail", args=[draft.ref])
    return [(urls.get(key, home), message) for key, messages in errors.items() for message in messages]


def doubts_of(draft: Dossier) -> list[tuple[str, str]]:
    """Address and message of each number typed that is not the applicant's: right where somebody else is meant.

    A question, not a fault: a form may be about a child, a worker, a person who is represented. Where the number must
    be the applicant's own it is a fault (`other_numbers`).
    """
    party, wrong = draft.applicant, other_numbers(draft)
    numbers = dict.fromkeys(("id_number", "rep_id_number"), party.citizen_id)
    numbers |= dict.fromkeys(("employer_tax_code", "org_code"), party.tax_code)
    known = known_of(draft, timezone.localdate())
    facts = [fact for fact in questions.facts_of(draft.edition.form_definition) if fact.what in NUMBERS]
    numbers |= {fact.question["key"]: known.value(fact) for fact in facts if fact.question["key"] not in wrong}
    numbers |= dict.fromkeys(wrong, "")
    doubts = {
        key: [
            _("%(label)s đã khai là %(typed)s, khác số của người nộp %(name)s (%(known)s).")
            % {"label": label, "typed": typed, "name": party, "known": numbers[key]}
        ]
        for key, label in _labels_of(draft).items()
        if (typed := "".join(str(draft.answers.get(key) or "").split())) and numbers.get(key) and typed != numbers[key]
    }
    return problems_of(draft, doubts)


def other_numbers(draft: Dossier) -> dict[str, list[str]]:
    """The faults of identity numbers that are not the applicant's, by key: told before anything else is asked."""
    return known_of(draft, timezone.localdate()).faults(draft.edition.form_definition, draft.answers)


def prefill_notes(draft: Dossier, asked: Sequence[Question]) -> dict[str, str]:
    """By key where the answers of one section were taken from, as long as they stand as they were taken."""
    notes: dict[str, str] = {}
    if draft.answers_from:
        earlier = answers_before(draft)
        note = _("Lấy từ hồ sơ %(code)s – còn đúng không?") % {"code": draft.answers_from}
        here = {row["key"] for row in asked if not row.get("validation", {}).get("must_be")}
        notes = notes_of(draft.answers, {key: value for key, value in earlier.items() if key in here}, note)
    known = known_of(draft, timezone.localdate()).answers(asked)
    return notes | notes_of(draft.answers, known, _("Lấy từ hồ sơ của ông/bà – còn đúng không?"))


def _labels_of(draft: Dossier) -> dict[str, str]:
    return {question["key"]: text_of(question, "label") for question in draft.edition.form_definition}


def changes_between(before: Edition, after: Edition) -> list[dict[str, str]]:
    """What an applicant notices of a new edition: term, fee, components and questions, before and after."""
    rows = [
        (_("Thời hạn giải quyết"), labels.term_in_force(before), labels.term_in_force(after)),
        (_("Phí, lệ phí"), labels.fee(before), labels.fee(after)),
        (_("Giấy tờ cần có"), _components(before), _components(after)),
        (_("Câu hỏi trong tờ khai"), _questions(before), _questions(after)),
    ]
    return [{"what": what, "before": old, "after": new} for what, old, new in rows if old != new]


def _components(edition: Edition) -> str:
    return "; ".join(row["name_vi"] for row in edition.required_components)


def _questions(edition: Edition) -> str:
    return "; ".join(row["label_vi"] for row in edition.form_definition)


def _status(section: questions.Section, answers: Mapping[str, object], errors: Mapping[str, object]) -> str:
    keys = [question["key"] for question in section.questions]
    given = [key for key in keys if key in answers]
    if not given:
        return UNTOUCHED
    if any(key in errors for key in given):
        return WRONG
    return BEGUN if any(key in errors for key in keys) else DONE


def _attachments_task(draft: Dossier) -> Task:
    components = draft.edition.required_components
    keys = set(draft.attachments.values_list("component", flat=True))
    needed = [row["key"] for row in components if row["required"] and not row.get("from_form")]
    given = sum(key in keys for key in needed)
    status = DONE if given == len(needed) else BEGUN if keys else UNTOUCHED
    detail = _("%(given)d trong %(needed)d giấy tờ bắt buộc") % {"given": given, "needed": len(needed)}
    url = reverse("dossiers:papers", args=[draft.ref])
    return Task(_("Giấy tờ kèm theo"), url, status, detail if needed else "")

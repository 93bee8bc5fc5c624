"""What a thief with the database in hand would change: every sealed column, and what he would put there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from dossiers.models import Attachment, Dossier, Event, Paper
from people.models import Seal
from tests.support.stories import Cast

DAY = "datetime({}, '-1 day')" if connection.vendor == "sqlite" else "{} - interval '1 day'"


@dataclass
class World:
    """One dossier with everything that hangs on one."""

    dossier: Dossier
    cast: Cast

    @property
    def event(self) -> Event:
        """One in the middle of its chain."""
        return self.dossier.events.get(seq=4)

    @property
    def seals(self) -> "QuerySet[Seal]":
        """The chain of its seals."""
        return Seal.objects.filter(kind="dossier", key=self.dossier.pk)

    @property
    def paper(self) -> Paper:
        """Its result."""
        return self.dossier.papers.get(kind="result")

    @property
    def attachment(self) -> Attachment:
        """The first of its files."""
        return self.dossier.attachments.earliest("pk")


D, E, A, P, M = ("dossiers_dossier", "dossiers_event", "dossiers_attachment", "dossiers_paper", "payments_payment")
ROWS: dict[str, tuple[str, Callable[[World], Any]]] = {
    D: ("id", lambda w: w.dossier.pk),
    E: ("id", lambda w: w.event.pk),
    A: ("id", lambda w: w.attachment.pk),
    P: ("id", lambda w: w.paper.pk),
    M: ("dossier_id", lambda w: w.dossier.pk),
    "dossiers_interruption": ("dossier_id", lambda w: w.dossier.pk),
    "dossiers_lateness": ("dossier_id", lambda w: w.dossier.pk),
    "dossiers_dossieraccess": ("dossier_id", lambda w: w.dossier.pk),
    "dossiers_eventnote": ("id", lambda w: w.dossier.events.get(verb="supplied").note.pk),
    "people_post": ("user_id", lambda w: w.cast.clerk.pk),
    "people_representation": ("user_id", lambda w: w.cast.citizen.pk),
    "people_user": ("id", lambda w: w.cast.officer.pk),
    "people_party": ("id", lambda w: w.dossier.applicant_id),
    "people_agency": ("id", lambda w: w.dossier.desk_unit_id),
    "procedures_edition": ("id", lambda w: w.dossier.edition_id),
    "procedures_calendarday": ("version_id", lambda w: w.dossier.calendar_version),
    "procedures_calendarversion": ("number", lambda w: w.dossier.calendar_version),
    "dossiers_counter": ("scope", lambda w: f"paper/{w.paper.symbol}/{w.paper.year}"),
    "notifications_notice": ("once", lambda w: f"{w.dossier.pk}/2"),
    "django_admin_log": ("user_id", lambda w: w.cast.administrator.pk),
}
# Every column, and what a thief would put there.
CHANGES = {
    E: [
        "verb = 'closed'",
        f"at = {DAY.format('at')}",
        f"recorded_at = {DAY.format('recorded_at')}",
        "by_id = by_id + 1",
        "particulars = '{\"amount\": 1}'",
        "unit_name = 'Ai đó'",
        "from_state = 'stopped'",
    ],
    D: [
        "answers = '{\"x\": 1}'",
        f"due_at = {DAY.format('due_at')}",
        "state = 'returned'",
        "first_answer_due_at = created_at",
        "first_answered_at = NULL",
        "step_due_at = created_at",
        "step_since = created_at",
        "new_due_at = due_at",
        "first_due_at = created_at",
        "applicant_id = applicant_id + 1",
        "beneficiary_id = applicant_id",
        "submitted_by_id = submitted_by_id + 1",
        f"accepted_at = {DAY.format('accepted_at')}",
        f"submitted_at = {DAY.format('submitted_at')}",
        "holder_id = submitted_by_id",
        "holder_unit_id = desk_unit_id + 1",
        "desk_unit_id = desk_unit_id + 1",
        "appraiser_id = submitted_by_id",
        "edition_id = edition_id + 1",
        "calendar_version = calendar_version + 1",
        "code = 'H99.16-260302-9999'",
        "ref = 'x'",
        "lookup_code = 'AAAA'",
        "fee_due = 0",
        "fee_settled_at = NULL",
        "fee_reference = 'BL'",
        "fee_ground = 'poor'",
        "fee_lines = '[]'",
        "outcome = 'refused'",
        "proposed_outcome = 'refused'",
        "result_text = 'Ba năm'",
        f"resolved_at = {DAY.format('resolved_at')}",
        "closed_at = resolved_at",
        "own_stages = '[]'",
        "due_ground = 'Điều 1'",
        "channel = 'postal'",
        "declared_papers = '{\"x\": 1}'",
        "language = 'en'",
        "withdrawal_from = 'approval'",
        "state_since = created_at",
        "interrupted = NOT interrupted",
        "competent_received_at = created_at",
    ],
    A: [
        "path = 'x'",
        "sha256 = 'x'",
        "component = 'x'",
        "name = 'x'",
        f"added_at = {DAY.format('added_at')}",
        "size = 1",
        "pages = 9",
        "added_by_id = added_by_id + 1",
        "content_type = 'image/png'",
    ],
    P: [
        "context = '{}'",
        "number = 900",
        "symbol = 'QĐ'",
        "voided_at = issued_at",
        "sha256 = 'x'",
        "path = 'x'",
        "kind = 'refusal'",
        f"issued_at = {DAY.format('issued_at')}",
        "issued_by_id = issued_by_id + 1",
        "event_id = NULL",
        "year = 2025",
        "state = 'pending'",
    ],
    M: [
        "amount = 1",
        "state = 'voided', voided_at = taken_at, void_reason = 'x'",
        "payer = 'x'",
        "taken_by_id = taken_by_id + 1",
        f"taken_at = {DAY.format('taken_at')}",
        "lines = '[]'",
    ],
    "dossiers_interruption": [
        "until = NULL",
        f"since = {DAY.format('since')}",
        "reason = 'x'",
        "items = '[]'",
        "mode = 'none'",
    ],
    "dossiers_lateness": ["cause = 'law', owner = 'applicant'", "reason = 'x'", "decided_at = named_at"],
    "dossiers_dossieraccess": ["role = 'x' || role", f"since = {DAY.format('since')}", "unit_id = unit_id + 1000"],
    "dossiers_eventnote": ["text = 'Khác'", "salt = 'x'"],
    "people_post": [
        "valid_from = '2020-01-01'",
        "role = 'leader'",
        "unit_id = unit_id + 1",
        "user_id = user_id + 1",
        "decision_no = 'x'",
    ],
    "people_representation": ["scope = 'guardian'", "user_id = user_id + 1", "proof = 'x'", "valid_to = '2030-01-01'"],
    "people_user": ["full_name = 'x'", "password = 'x'", "is_superuser = NOT is_superuser", "email = 'x@example.vn'"],
    "people_party": ["citizen_id = '001150088888'", "name = 'x'", "phone = '1'"],
    "people_agency": ["name = 'x'", "path = 'x'"],
    "procedures_edition": ["stages = '[]'", "content = '{}'", "fee_amount = 1", "valid_to = '2027-01-01'"],
    "procedures_calendarday": ["kind = 'swap_work'"],
    "procedures_calendarversion": ["years = '[]'", "hours = '[]'"],
    "dossiers_counter": ["last = last - 1", "last = last + 5"],
    "notifications_notice": ["body = 'x'", "user_id = NULL", "once = ''"],
    "django_admin_log": ["object_repr = 'y'"],
}

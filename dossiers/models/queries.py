"""Query dossiers: what is on a desk, what is late, what a row of a list prints."""

from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from dossiers.models.declarations import PartyChanged
from dossiers.models.event import Event, Verb
from dossiers.models.interest import HasInterest
from dossiers.models.state import OPEN, OPEN_ROWS, State
from dossiers.models.waiting import WaitingQuerySet
from people.models import Agency, User
from toolbox.references import day_and_number, normalise

FEE_WAITS = Q(fee_due__gt=0, fee_settled_at=None, closed_at=None)
ROW = (
    "state",
    "ref",
    "code",
    "channel",
    "step",
    "submitted_at",
    "accepted_at",
    "due_at",
    "resolved_at",
    "closed_at",
    "sort_at",
    "calendar_version",
    "opinions_asked",
    "opinions_given",
    "outcome",
    "fee_due",
    "fee_settled_at",
    "edition__procedure__slug",
    "edition__procedure__code",
    "edition__procedure__name_vi",
    "edition__procedure__name_en",
    "applicant__name",
    "declared_parties",
    "holder_unit__name",
    "holder_unit__short_name",
    "holder__full_name",
    "holder__username",
    "desk_unit__path",
)


class DossierQuerySet(WaitingQuerySet):
    """Lists of dossiers by what they are about; who may see them is asked first, of `VisibleQuerySet`."""

    def open(self) -> "DossierQuerySet":
        """The agency still owes an answer."""
        return self.filter(OPEN_ROWS)

    def unfinished(self) -> "DossierQuerySet":
        """Open, or with a result that nobody has fetched yet."""
        return self.filter(OPEN_ROWS | Q(state=State.RESOLVED.value))

    def overdue(self, at: datetime) -> "DossierQuerySet":
        """Open and past the promised instant."""
        return self.open().filter(due_at__lt=at)

    def without_letter(self, at: datetime) -> "DossierQuerySet":
        """Overdue though no letter of apology named a new day (Decree 61/2018 art. 19.9)."""
        return self.overdue(at).filter(new_due_at=None)

    def handed_over_late(self) -> "DossierQuerySet":
        """Open, and carried to the competent unit after its hour (Decree 61/2018 art. 18.2)."""
        late = Event.objects.filter(dossier=OuterRef("pk"), verb=Verb.HANDED_OVER, particulars__late=True)
        return self.open().filter(Exists(late))

    def unanswered(self, at: datetime) -> "DossierQuerySet":
        """Filed online, and past the hours within which the desk says yes, no, or what is missing."""
        return self.open().filter(first_answer_due_at__lt=at, first_answered_at=None)

    def late_because(self, cause: str) -> "DossierQuerySet":
        """Those with this cause of delay; an empty one finds those with none named."""
        return self.filter(lateness__cause=cause) if cause else self.filter(lateness=None)

    def not_overdue(self, at: datetime) -> "DossierQuerySet":
        """Every other: closed, not promised yet, or promised for later."""
        return self.exclude(state__in=[str(state) for state in OPEN], due_at__lt=at)

    def due_between(self, since: datetime, until: datetime) -> "DossierQuerySet":
        """Open and promised in [since, until]."""
        return self.open().filter(due_at__gte=since, due_at__lte=until)

    def awaiting_fee(self) -> "DossierQuerySet":
        """A fee is due and not paid, and the case not closed without it."""
        return self.filter(FEE_WAITS)

    def alerting(self, at: datetime) -> "DossierQuerySet":
        """A warning has come; only what is open has warnings planned."""
        return self.filter(next_alert_at__lte=at)

    def unsealed(self) -> "DossierQuerySet":
        """Filed before there were seals, and not sealed as found yet."""
        return self.filter(seal_seq=0).exclude(state=State.DRAFT.value).order_by("pk")

    def named(self, name: str) -> "DossierQuerySet":
        """The dossier with this code or reference."""
        return self.filter(Q(code=name) | Q(ref=name))

    def coded(self, typed: str) -> "DossierQuerySet":
        """What *typed* calls by code or reference, or by day and number alone, which several agencies may have given.

        By whole codes, one for each agency that there is or was, so that the index of codes finds them.
        """
        if not (parts := day_and_number(typed)):
            return self.named(normalise(typed))
        day, number = parts
        return self.filter(code__in=[f"{prefix}-{day}-{number:04d}" for prefix in sorted(Agency.code_prefixes())])

    def filed_as(self, code: str) -> "DossierQuerySet":
        """The filed dossier called so: for the look-up, which tells progress and no more."""
        return self.named(code).exclude(state=State.DRAFT.value).select_related("edition")

    def with_names(self) -> "DossierQuerySet":
        """The people a page names; its edition and units are kept in the process."""
        return self.select_related("applicant", "submitted_by", "holder")

    def seen_by(self, user: User) -> "DossierQuerySet":
        """Each with whether it is the own case of *user*: `own_case_of` holds their key, or nothing."""
        own = Case(When(HasInterest(user.pk), then=Value(user.pk)), default=Value(0))
        rows: DossierQuerySet = self.annotate(viewed_by=Value(user.pk), own_case_of=own)
        return rows

    def for_rows(self) -> "DossierQuerySet":
        """What a row of a list prints, its chip and the API's summary, and nothing more."""
        rows = self.select_related("edition__procedure", "applicant", "holder_unit", "holder", "desk_unit")
        listed: DossierQuerySet = rows.only(*ROW).annotate(party_changed=PartyChanged(F("applicant")))
        return listed

    def with_unsent(self) -> "DossierQuerySet":
        """Each with `unsent`: files or answers wait for a supplement that is not sent: only the applicant sees them."""
        attachments = apps.get_model("dossiers", "Attachment").objects
        interruptions = apps.get_model("dossiers", "Interruption").objects
        added = attachments.filter(supplement__dossier=OuterRef("pk"), supplement__until=None)
        typed = interruptions.filter(dossier=OuterRef("pk"), until=None).exclude(unsent_answers={})
        rows: DossierQuerySet = self.annotate(unsent=Exists(added) | Exists(typed))
        return rows

    def stale_drafts(self, at: datetime, days: int) -> "DossierQuerySet":
        """Drafts nobody touched for *days*."""
        return self.filter(state=State.DRAFT.value, sort_at__lt=at - timedelta(days=days))

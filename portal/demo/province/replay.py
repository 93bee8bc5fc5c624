"""Carry out a plan by real acts: slow, through every door, one dossier at a time."""

from collections.abc import Callable
from datetime import datetime
from functools import cache, cached_property

from django.db import transaction

from dossiers.models import Dossier, Paper
from dossiers.papers.render import html_of, store_pdf
from people.models import Party, User
from portal.demo.attachments import sample_photo, sample_scan
from portal.demo.people import SINCE
from portal.demo.province.people import Person
from portal.demo.province.plans import Plan
from portal.demo.runner import Runner
from portal.demo.scenarios import Scenario
from toolbox import pdf

WALK_IN, ACCOUNT = 0, ""
SPECIMENS: dict[str, bytes] = {}  # the file of each kind of paper
Look = Callable[[Dossier], None]


class PlanRunner(Runner):
    """Runs one plan. Files are specimens: one for each kind of paper, whoever's it is."""

    def __init__(self, plan: Plan) -> None:
        who: str | int = ACCOUNT if plan.history.online else WALK_IN
        scenario = Scenario(plan.history.edition.procedure.slug, who, 0, " ".join(plan.history.words))
        super().__init__(scenario, 0, plan.instants[-1])
        self.plan, self.mark, self.at = plan, plan.mark, plan.began

    @cached_property
    def account(self) -> User:
        """The person's own."""
        return self.applicant.representations.get().user

    @cached_property
    def applicant(self) -> Party:
        """The person, entered when first needed."""
        return register(self.plan.person, self.plan.began)

    def replay(self, look: Look = lambda dossier: None) -> Dossier:
        """Carry out every act that has happened; *look* sees the dossier after each."""
        self.dossier = self._draft() if self.plan.history.online else self._intake()
        for number, (word, at) in enumerate(zip(self.plan.history.words, self.plan.instants, strict=False)):
            self.at = at
            if number or self.plan.history.online:
                self.act(word)
            self.make_files()
            look(Dossier.objects.get(pk=self.dossier.pk))
        return self.dossier

    def make_files(self) -> None:
        """Every paper of a kind has one and the same file, made once."""
        for paper in self.dossier.papers.filter(state=Paper.State.PENDING):
            if paper.kind not in SPECIMENS:
                SPECIMENS[paper.kind] = pdf.render(html_of(paper))
            with transaction.atomic():
                path, digest = store_pdf(SPECIMENS[paper.kind])
                paper.state, paper.path, paper.sha256 = Paper.State.READY, path, digest
                paper.size = len(SPECIMENS[paper.kind])
                paper.save()

    def picture(self, title: str, *, scan: bool) -> bytes:
        """One picture for each kind of paper."""
        return _picture(title, scan)


def register(person: Person, at: datetime) -> Party:
    """The person's row, with account and representation; the existing one where there is one."""
    party = person.party
    known = Party.objects.filter(citizen_id=party.citizen_id, tax_code=party.tax_code).first()
    if known is not None:
        return known
    party.pk, party.checked_at = None, at
    party.save(force_insert=True)
    if person.has_account:
        user = person.user(at)
        user.save(force_insert=True)
        person.representation(user, SINCE).save(force_insert=True)
    return party


@cache
def _picture(title: str, scan: bool) -> bytes:
    return (sample_scan if scan else sample_photo)(title, "Người dân tỉnh Mẫu")

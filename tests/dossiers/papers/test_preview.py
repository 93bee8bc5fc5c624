"""The paper of a proposal before it is signed: the same but for number, day, mark and signatures; and kept nowhere."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from dossiers import actions
from dossiers.models import Dossier, Event, Paper, Result
from dossiers.papers.preview import digest_of_proposal
from dossiers.papers.results import prefilled, template_of
from people.models import Read, User
from procedures.actions import load_result_templates
from procedures.models import Edition, ResultTemplate
from tests.support.calling import Caller
from tests.support.factories import in_appraisal
from tests.support.papers import bare, made, read

pytestmark = pytest.mark.django_db
GRANTED, REFUSED = Dossier.Outcome.GRANTED, Dossier.Outcome.REFUSED
MARK = "BẢN XEM TRƯỚC"
PHOTO = "anh-mau-4-cm-x-6-cm-nen-trang-chup-khong-qua-06-thang"
DIGEST = "X-Preview-Digest"


@pytest.fixture
def dossier(edition: Edition, citizen: User, clerk: User) -> Dossier:
    """A permit in appraisal, the templates loaded."""
    load_result_templates(at=timezone.now())
    return in_appraisal(edition, citizen, clerk)


@pytest.fixture
def proposed(dossier: Dossier, officer: User) -> Dossier:
    """The same, waiting for its signer."""
    return actions.propose(dossier, GRANTED, "Ghi chú <riêng> ổ ặ ỹ.", by=officer, at=timezone.now())


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(dossier: Dossier) -> str:
    return f"/can-bo/ho-so/{dossier.name}/xem-truoc/"


def without_what_signing_adds(text: str) -> str:
    """The words of a paper without number, day, mark, check code and who signed."""
    text = bare(text).upper()
    for added in (r"BẢNXEMTRƯỚC(,CHƯACÓSỐ,CHƯAKÝ,KHÔNGCÓGIÁTRỊ\.)?", r"(\d+|…)/[A-ZĐ]+-[A-Z]+", r"\d\d:\d\d"):
        text = re.sub(added, "", text)
    text = re.sub(r"NGÀY(\d+|…)THÁNG(\d+|…)NĂM\d{4}", "", text)
    text = text.replace("BẢNTRÌNHDIỄN,KHÔNGCÓGIÁTRỊPHÁPLÝ.", "")
    return re.sub(r"(MÃKIỂMTRA:|VĂNBẢNĐƯỢCKÝSỐ).*", "", text)


@pytest.mark.parametrize(("outcome", "text"), [(GRANTED, "Ghi chú ổ ặ ỹ."), (REFUSED, "Thiếu điều kiện ở Điều 9.")])
def test_the_file_differs_from_its_preview_in_what_signing_adds_alone(
    dossier: Dossier, officer: User, leader: User, outcome: str, text: str
) -> None:
    now = timezone.now()
    actions.propose(dossier, outcome, text, by=officer, at=now)
    seen = read(browser(leader).get(address(dossier)).content)
    actions.approve(dossier, outcome, by=leader, at=now)
    signed = read(made(Paper.objects.latest("id")))

    assert MARK in seen.upper()
    assert MARK not in signed.upper()
    assert text in seen
    assert str(leader) in seen
    assert without_what_signing_adds(seen) == without_what_signing_adds(signed)


def test_a_preview_has_no_number_no_day_and_leaves_nothing(proposed: Dossier, leader: User) -> None:
    before = (Event.objects.count(), Paper.objects.count(), Result.objects.count())
    answer = browser(leader).get(address(proposed))

    text = bare(read(answer.content))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert "…/GPLĐ-" in text
    assert "ngày…tháng…năm" in text
    assert "Mãkiểmtra" not in text
    assert (Event.objects.count(), Paper.objects.count(), Result.objects.count()) == before
    assert Read.objects.filter(user=leader, what=Read.What.PAPER, code=proposed.code).exists()


def test_what_is_typed_is_seen_before_it_is_proposed_and_kept_nowhere(dossier: Dossier, officer: User) -> None:
    client, page = browser(officer), f"/can-bo/ho-so/{dossier.name}/"
    form = {"outcome": GRANTED, "text": "Chưa trình", "seq": "0", **typed(dossier, job_title="Kỹ sư trưởng")}
    answer = client.post(address(dossier), form)
    wrong = client.post(address(dossier), {**form, "result_worker_name": ""})

    assert "Kỹ sư trưởng" in read(answer.content)
    assert "Chưa trình" in read(answer.content)
    assert str(officer) not in read(answer.content)  # who proposes does not sign
    assert Dossier.objects.get(pk=dossier.pk).result_fields == {}
    assert wrong.status_code == 422
    assert "Kỹ sư trưởng" in wrong.content.decode()
    assert "Kỹ sư trưởng" not in client.get(page).content.decode()


def typed(dossier: Dossier, **changes: str) -> dict[str, Any]:
    """The fields of the form as a page would send them."""
    template = template_of(dossier, timezone.localdate())
    assert template is not None
    return {f"result_{key}": value for key, value in {**prefilled(dossier, template), **changes}.items()}


def test_who_neither_proposes_nor_signs_now_sees_none(
    dossier: Dossier, clerk: User, head: User, officer: User, leader: User, cashier: User, citizen: User
) -> None:
    early = {user.username: browser(user).get(address(dossier)).status_code for user in (leader, clerk, cashier)}
    stranger = browser(citizen).get(address(dossier)).status_code
    actions.propose(dossier, GRANTED, "", by=officer, at=timezone.now())
    late = {user: browser(user).get(address(dossier)).status_code for user in (officer, leader, clerk)}
    actions.approve(dossier, GRANTED, by=leader, at=timezone.now())
    done = [browser(user).get(address(dossier)).status_code for user in (officer, leader)]

    assert set(early.values()) <= {403, 404}
    assert stranger in (302, 403, 404)
    assert late == {officer: 200, leader: 200, clerk: 403}
    assert set(done) <= {403, 404}


def test_a_decision_on_what_was_not_seen_is_refused_and_keeps_what_was_typed(proposed: Dossier, leader: User) -> None:
    client, page = browser(leader), f"/can-bo/ho-so/{proposed.name}/"
    shown = client.get(page).content.decode()
    answer = client.post(
        f"{page}phe-duyet/",
        {"outcome": GRANTED, "text": "Lời riêng của người ký", "preview": "0" * 32, **typed(proposed)},
    )

    assert f'name="preview" value="{digest_of_proposal(proposed)}"' in shown
    assert address(proposed) in shown
    assert answer.status_code == 409
    assert "đã thay đổi" in answer.content.decode()
    assert "Lời riêng của người ký" in answer.content.decode()
    assert digest_of_proposal(proposed) in answer.content.decode()


@pytest.mark.parametrize("change", ["fields", "text", "file", "template"])
def test_whatever_changes_the_paper_changes_its_digest(proposed: Dossier, change: str) -> None:
    before = digest_of_proposal(proposed)
    if change == "fields":
        proposed.result_fields = {**proposed.result_fields, "job_title": "Khác"}
    elif change == "text":
        proposed.result_text = "Khác"
    elif change == "file":
        proposed.attachments.update(sha256="0" * 64)
    else:
        row = ResultTemplate.objects.get(kind="giay-phep-lao-dong")
        row.number = 2
        row.save()

    assert digest_of_proposal(proposed) != before


def test_the_api_gives_the_file_and_takes_its_digest(proposed: Dossier, leader: User, caller: Any) -> None:
    api: Caller = caller(leader)
    answer = api.get(f"/dossiers/{proposed.name}/preview/")
    stale = api.post(f"/dossiers/{proposed.name}/approval/", {"outcome": GRANTED, "preview": "0" * 32})
    signed = api.post(f"/dossiers/{proposed.name}/approval/", {"outcome": GRANTED, "preview": answer[DIGEST]})

    assert answer.content.startswith(b"%PDF")
    assert (stale.status_code, signed.status_code) == (409, 200)


def pictures(content: bytes) -> int:
    """How many photographs a file holds; codes and seals are drawings or of other files."""
    pages = PdfReader(BytesIO(content)).pages
    return sum("DCTDecode" in str(image.indirect_reference.get_object().get("/Filter")) for image in pages[0].images)


@pytest.mark.parametrize("sent", [True, False])
def test_a_permit_carries_the_photograph_that_was_sent(
    dossier: Dossier, officer: User, leader: User, sent: bool
) -> None:
    row = dossier.attachments.filter(component=PHOTO).last()
    assert row is not None
    if not sent:
        dossier.attachments.filter(component=PHOTO).update(content_type="application/pdf")
    now = timezone.now()
    actions.propose(dossier, GRANTED, "", by=officer, at=now)
    seen = browser(leader).get(address(dossier)).content
    actions.approve(dossier, GRANTED, by=leader, at=now)
    paper = Paper.objects.latest("id")

    assert paper.context["photograph"] == ({"attachment": row.pk, "sha256": row.sha256} if sent else {})
    assert [pictures(seen), pictures(made(paper))] == [int(sent)] * 2


def test_another_file_in_the_place_of_the_photograph_makes_no_paper(proposed: Dossier, leader: User) -> None:
    actions.approve(proposed, GRANTED, by=leader, at=timezone.now())
    paper = Paper.objects.latest("id")
    paper.context["photograph"]["sha256"] = "0" * 64

    with pytest.raises(RuntimeError, match="photograph"):
        made(paper)

"""The values of a result: from what the dossier knows, as the officer typed them, as the signer saw them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.models import Dossier, Paper, Result
from dossiers.papers.preview import digest_of_proposal
from dossiers.papers.results import prefilled, template_of
from people.models import User
from procedures.actions import load_result_templates
from procedures.models import Edition
from tests.support.factories import in_appraisal
from toolbox.refusal import InvalidInput, Refused

pytestmark = pytest.mark.django_db
GRANTED = Dossier.Outcome.GRANTED


@pytest.fixture
def dossier(edition: Edition, citizen: User, clerk: User, officer: User) -> Dossier:
    """A permit in appraisal, the templates loaded."""
    load_result_templates(at=timezone.now())
    return in_appraisal(edition, citizen, clerk)


def granted(dossier: Dossier, officer: User, leader: User, **given: Any) -> Result:
    now = timezone.now()
    actions.propose(dossier, GRANTED, "", by=officer, at=now, **given)
    actions.approve(dossier, GRANTED, by=leader, at=now)
    return Result.objects.select_related("paper", "template").get(dossier=dossier)


def test_what_the_dossier_knows_fills_a_permit(dossier: Dossier, officer: User, leader: User) -> None:
    result = granted(dossier, officer, leader)

    assert result.kind == "giay-phep-lao-dong"
    assert result.fields["worker_name"] == dossier.answers["worker_full_name"]
    assert result.valid_until == date.fromisoformat(dossier.answers["work_to"])
    assert result.paper.symbol.startswith("GPLĐ-")
    assert result.paper.context["result"]["name"] == "Giấy phép lao động"


def test_what_the_officer_typed_stands_until_the_signer_changes_it(
    dossier: Dossier, officer: User, leader: User
) -> None:
    typed = {**_known(dossier), "job_title": "Kỹ sư trưởng"}
    result = granted(dossier, officer, leader, fields=typed)

    assert result.fields["job_title"] == "Kỹ sư trưởng"
    assert any("Kỹ sư trưởng" in row["text"] for row in result.paper.context["result"]["paragraphs"])


def _known(dossier: Dossier) -> dict[str, Any]:
    template = template_of(dossier, timezone.localdate())
    assert template is not None
    return prefilled(dossier, template)


@pytest.mark.parametrize("change", [{"worker_name": ""}, {"gender": "khác"}, {"valid_until": "2020-01-01"}, {"x": "y"}])
def test_a_decision_with_a_blank_or_a_wrong_value_is_not_proposed(
    dossier: Dossier, officer: User, change: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.propose(dossier, GRANTED, "", by=officer, at=timezone.now(), fields={**_known(dossier), **change})
    assert set(refusal.value.errors) == set(change)


def test_where_too_little_is_known_the_general_letter_goes_out(dossier: Dossier, officer: User, leader: User) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(answers={**dossier.answers, "worker_full_name": ""})
    result = granted(Dossier.objects.get(pk=dossier.pk), officer, leader)

    assert result.template is None
    assert result.fields == {}
    assert "result" not in result.paper.context


def test_a_refusal_has_no_fields_and_no_row_of_the_register(dossier: Dossier, officer: User, leader: User) -> None:
    now = timezone.now()
    actions.propose(dossier, Dossier.Outcome.REFUSED, "Thiếu điều kiện.", by=officer, at=now)
    actions.approve(dossier, Dossier.Outcome.REFUSED, by=leader, at=now)

    assert not Result.objects.exists()
    assert Paper.objects.filter(dossier=dossier, kind=Paper.Kind.REFUSAL).exists()


def test_a_proposal_that_changed_since_it_was_seen_is_not_signed(dossier: Dossier, officer: User, leader: User) -> None:
    now = timezone.now()
    proposed = actions.propose(dossier, GRANTED, "", by=officer, at=now)
    seen = digest_of_proposal(proposed)
    back = actions.send_back(proposed, "Xem lại chức danh.", by=leader, at=now)
    again = actions.propose(back, GRANTED, "", by=officer, at=now, fields={**_known(back), "job_title": "Khác"})

    with pytest.raises(Refused, match="đã thay đổi"):
        actions.approve(again, GRANTED, by=leader, at=now, preview=seen)
    actions.approve(again, GRANTED, by=leader, at=now, preview=digest_of_proposal(again))


def test_the_page_shows_what_is_known_and_keeps_what_is_typed(dossier: Dossier, officer: User) -> None:
    client = Client()
    client.force_login(officer)
    address = f"/can-bo/ho-so/{dossier.name}/"
    page = client.get(address).content.decode()
    answer = client.post(
        f"{address}trinh-ky/", {"outcome": GRANTED, "result_worker_name": "", "result_job_title": "Kỹ sư <trưởng>"}
    )

    assert dossier.answers["worker_full_name"] in page
    assert answer.status_code == 422
    assert "Kỹ sư &lt;trưởng&gt;" in answer.content.decode()
    assert "Nhập “Họ và tên người lao động”" in answer.content.decode()


def test_a_form_without_the_fields_still_works(dossier: Dossier, officer: User) -> None:
    client = Client()
    client.force_login(officer)
    answer = client.post(f"/can-bo/ho-so/{dossier.name}/trinh-ky/", {"outcome": GRANTED, "text": ""})

    assert answer.status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).result_fields["gender"] == "Nam"

"""From a draft to a filed dossier: starting, answering, filing once, the desk's intake, supplying."""

from datetime import date, timedelta
from typing import Any

import pytest

from dossiers import actions
from dossiers.models import Dossier, State
from notifications.models import Notice
from people.actions import own_party, represent
from people.models import Agency, Representation
from procedures.models import Edition
from tests.dossiers.conftest import again, changed
from tests.support import factories
from tests.support.stories import MONDAY, TUESDAY, Cast, traces
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db


def start(cast: Cast, **more: Any) -> Dossier:
    """A draft of the citizen's own."""
    given = {"edition": cast.edition, "applicant": cast.party, "by": cast.citizen, "at": MONDAY}
    return actions.start(**(given | more))


def newer(edition: Edition) -> Edition:
    """A second edition, in force since Monday."""
    changed(edition, valid_to=MONDAY.date() - timedelta(days=1))
    return Edition.objects.create(
        **{
            **{f.attname: getattr(edition, f.attname) for f in edition._meta.concrete_fields},
            "id": None,
            "number": 2,
            "valid_from": MONDAY.date(),
            "valid_to": None,
        }
    )


def test_the_same_start_page_sent_twice_makes_one_draft(cast: Cast) -> None:
    first = start(cast, token="trang-1")

    second = start(cast, token="trang-1")

    assert second.pk == first.pk
    assert start(cast, token="trang-2").pk != first.pk


@pytest.mark.parametrize("token", ["x" * 41, "a\x00b", "", None])
def test_a_token_no_page_of_ours_made_is_left_aside(cast: Cast, token: str | None) -> None:
    assert start(cast, token=token).form_token is None


def test_somebody_elses_start_page_is_refused_in_words(cast: Cast) -> None:
    start(cast, token="trang-1")
    represent(user=cast.neighbour, party=cast.party, scope="authorised", since=date(2024, 1, 1), at=MONDAY)

    with pytest.raises(actions.Refused, match="Mở lại trang"):
        start(cast, token="trang-1", by=cast.neighbour)


def test_nobody_begins_for_a_person_they_do_not_represent(cast: Cast) -> None:
    with pytest.raises(actions.Forbidden):
        start(cast, by=cast.neighbour)
    with pytest.raises(actions.Forbidden):
        start(cast, channel=Dossier.Channel.DIRECT)

    assert not Dossier.objects.exists()


def test_a_procedure_without_online_filing_says_where_to_go(cast: Cast) -> None:
    elsewhere = changed(cast.edition, online=False)

    with pytest.raises(actions.Refused, match="Bộ phận Một cửa"):
        start(cast, edition=elsewhere)


def test_answers_are_kept_section_by_section_whatever_they_are(cast: Cast) -> None:
    draft = start(cast)

    actions.save_answers(draft, {"employer_email": "không hợp lệ"}, by=cast.citizen, at=MONDAY)
    actions.save_answers(draft, {"passport_no": [1]}, by=cast.citizen, at=TUESDAY)

    draft = again(draft)
    assert draft.answers == {"employer_email": "không hợp lệ", "passport_no": [1]}
    assert draft.sort_at == TUESDAY
    assert not draft.events.exists()


def test_a_draft_is_its_authors_alone(cast: Cast) -> None:
    draft = cast.draft()

    for act in (
        lambda: actions.save_answers(draft, {}, by=cast.neighbour, at=MONDAY),
        lambda: actions.discard(draft, by=cast.neighbour),
        lambda: actions.submit(draft, by=cast.clerk, at=MONDAY),
        lambda: actions.move_to_edition(draft, cast.edition, by=cast.neighbour, at=MONDAY),
    ):
        with pytest.raises(actions.Forbidden):
            act()


def test_a_filed_dossier_is_neither_changed_nor_discarded(cast: Cast) -> None:
    filed = cast.submitted()
    before = traces(filed)

    for act in (
        lambda: actions.save_answers(filed, {"a": 1}, by=cast.citizen, at=MONDAY),
        lambda: actions.discard(filed, by=cast.citizen),
    ):
        with pytest.raises(actions.Refused, match="đã nộp"):
            act()

    assert traces(filed) == before


def test_discarding_leaves_neither_rows_nor_unshared_files(cast: Cast, settings: Any) -> None:
    draft = cast.draft()

    actions.discard(draft, by=cast.citizen)

    assert not Dossier.objects.exists()


def test_filing_gives_the_code_once_and_stands_at_the_desk(cast: Cast) -> None:
    filed = cast.submitted()

    assert filed.state == State.SUBMITTED
    assert filed.code == "H99.16-260302-0001"
    assert len(filed.lookup_code) == 4
    assert filed.holder_unit == filed.desk_unit == Agency.objects.get(code="SLD-MC")
    assert (filed.submitted_at, filed.accepted_at, filed.due_at) == (MONDAY, None, None)
    assert filed.fee_due == cast.edition.fee_amount == 600000
    assert cast.submitted().code == "H99.16-260302-0002"


def test_filing_tells_the_applicant_at_once_on_every_channel(cast: Cast) -> None:
    filed = cast.submitted()

    told = Notice.objects.filter(once=f"{filed.pk}/1")
    assert {(row.channel, row.address) for row in told} == {("inbox", "congdan"), ("email", "am@example.vn")}


def test_an_unfinished_draft_names_every_missing_answer_and_paper(cast: Cast) -> None:
    draft = start(cast)

    with pytest.raises(InvalidInput) as refusal:
        actions.submit(draft, by=cast.citizen, at=MONDAY)

    required = set(cast.edition.components.filter(required=True).values_list("key", flat=True))
    assert required - cast.edition.forms_as_papers <= set(refusal.value.errors)
    assert "passport_no" in refusal.value.errors
    assert again(draft).is_draft


def test_answers_are_filed_in_their_normal_form(cast: Cast) -> None:
    draft = cast.draft()
    decomposed = {"employer_tax_code": " 0100109106 "}
    actions.save_answers(draft, decomposed, by=cast.citizen, at=MONDAY)

    filed = actions.submit(draft, by=cast.citizen, at=MONDAY)

    assert filed.answers["employer_tax_code"] == "0100109106"


def test_a_draft_under_an_older_edition_moves_only_with_consent(cast: Cast) -> None:
    draft = cast.draft()
    now = newer(cast.edition)

    with pytest.raises(actions.Refused, match="bản mới"):
        actions.submit(draft, by=cast.citizen, at=TUESDAY)
    actions.move_to_edition(draft, now, by=cast.citizen, at=TUESDAY)

    assert actions.submit(draft, by=cast.citizen, at=TUESDAY).edition == now


def test_a_draft_moves_to_the_edition_in_force_and_to_no_other(cast: Cast, three_step_edition: Edition) -> None:
    draft = cast.draft()

    for other in (three_step_edition, cast.edition):
        with pytest.raises(actions.Refused):
            actions.move_to_edition(draft, other, by=cast.citizen, at=TUESDAY)


def test_a_withdrawn_procedure_takes_no_new_dossier(cast: Cast) -> None:
    draft = cast.draft()
    changed(cast.edition, valid_to=MONDAY.date())

    with pytest.raises(actions.Refused, match="không còn áp dụng"):
        actions.submit(draft, by=cast.citizen, at=TUESDAY)


def test_whose_authority_has_ended_files_no_more(cast: Cast) -> None:
    draft = cast.draft()
    Representation.objects.update(valid_to=MONDAY.date())

    with pytest.raises(actions.Forbidden):
        actions.submit(draft, by=cast.citizen, at=TUESDAY)


def test_a_unit_closed_since_is_succeeded_by_the_one_that_took_over(cast: Cast) -> None:
    draft = cast.draft()
    new = Agency.objects.create(
        code="SNV-MC",
        name="Bộ phận Một cửa mới",
        kind="desk",
        path="T/SNV-MC/",
        valid_from=MONDAY.date(),
        national_code="H99.20",
    )
    Agency.objects.filter(code="SLD-MC").update(valid_to=date(2026, 3, 1), successor=new)

    filed = actions.submit(draft, by=cast.citizen, at=MONDAY)

    assert filed.desk_unit == new
    assert filed.code is not None
    assert filed.code.startswith("H99.20-")


def test_a_unit_nobody_founded_is_a_refusal_and_no_failure(cast: Cast) -> None:
    draft = cast.draft()
    content = {**cast.edition.content, "units": {**cast.edition.content["units"], "reception": "X"}}
    changed(cast.edition, content=content)

    with pytest.raises(actions.Refused, match="chưa có trong hệ thống"):
        actions.submit(draft, by=cast.citizen, at=MONDAY)


def test_nobody_files_without_a_number_that_says_who_they_are(cast: Cast, person: Any) -> None:
    user = person("moiden")
    own_party(user, MONDAY.date())  # as the API makes it, from the account alone
    draft = factories.draft(cast.edition, user, MONDAY)
    before = traces(draft)

    with pytest.raises(actions.Refused, match="Chưa biết người nộp là ai"):
        actions.submit(draft, by=user, at=MONDAY)

    assert traces(draft) == before

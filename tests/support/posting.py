"""Post the forms of the site as a browser would, from answers as they are stored."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dossiers.models import Dossier
from people.models import User
from procedures import questions
from procedures.models import Edition
from tests.support.factories import answers, photo
from tests.support.typing_in import posted


def whole_form(edition: Edition, **more: Any) -> dict[str, Any]:
    """Every field of the form, passing."""
    return posted(edition.form_definition, {**answers(edition), **more})


def begin(client: Client, edition: Edition, user: User) -> Dossier:
    """A draft begun on the start page."""
    client.force_login(user)
    party = user.representations.get().party
    address = f"/nop-ho-so/{edition.procedure.slug}/"
    response = client.post(address, {"applicant": party.pk, "token": "mot-lan"})
    assert response.status_code == 302
    return Dossier.objects.get(ref=response["Location"].split("/")[-2])


def fill(client: Client, draft: Dossier) -> None:
    """Every section, then every required paper, as a browser would."""
    given = answers(draft.edition)
    for section in questions.sections(draft.edition.form_definition):
        fields = posted(section.questions, given)
        response = client.post(f"/ho-so/{draft.ref}/phan/{section.number}/", fields)
        assert response.status_code == 302, response.context["asked"]
    for component in draft.edition.components.filter(required=True):
        upload(client, draft, component.key)


def upload(client: Client, dossier: Dossier, key: str, name: str = "anh.jpg") -> Any:
    """One photograph for one component."""
    file = SimpleUploadedFile(name, photo(size=(40 + len(key), 60)), "image/jpeg")
    return client.post(f"/ho-so/{dossier.name}/giay-to/{key}/", {"pages": file})


def act(client: Client, user: User, dossier: Dossier, word: str, **fields: Any) -> Any:
    """One act of the officers' side, as its page sends it."""
    client.force_login(user)
    fresh = Dossier.objects.get(pk=dossier.pk)
    return client.post(f"/can-bo/ho-so/{fresh.code}/{word}/", {"seq": fresh.head_seq, **fields})


def pay(client: Client, cashier: User, dossier: Dossier, **fields: Any) -> Any:
    """The cashier takes what is due, as the cash page sends it."""
    client.force_login(cashier)
    due = Dossier.objects.get(pk=dossier.pk)
    given = {"payer": "Nguyễn Văn Nộp", "amount": due.fee_due, "token": f"thu-{due.pk}", **fields}
    return client.post(f"/can-bo/thu-phi/{due.name}/", given)

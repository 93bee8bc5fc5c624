"""Second factors: demanded of posts, ending what was begun without them, kept encrypted, lost and reset."""

import logging
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dossiers.journal.verification import faults_in_record
from notifications.models import Notice
from people.actions import issue_key, reset_second_factor
from people.models import User
from people.sign_in import seeds
from toolbox.refusal import Forbidden, InvalidInput

pytestmark = pytest.mark.django_db
PASSWORD = "MotCua@2026"
POSTS = ("clerk", "officer", "head", "leader", "cashier", "auditor", "administrator")


@pytest.fixture
def everybody(request: pytest.FixtureRequest) -> dict[str, User]:
    """The people of each post, and two of none."""
    return {name: request.getfixturevalue(name) for name in (*POSTS, "citizen", "neighbour")}


def signed_in(user: User) -> Client:
    """A browser of *user*, by password."""
    client = Client()
    assert client.post("/dang-nhap/", {"login": user.username, "password": PASSWORD}).status_code == 302
    return client


def code_of(secret: str) -> str:
    """What the telephone shows."""
    return format_hotp_value(hotp_value(secret, next(counters())))


def token_status(**data: str) -> int:
    """The answer to asking for a token."""
    return Client().post("/api/v1/token/", {"password": PASSWORD, **data}, "application/json").status_code


def test_every_post_enrols_before_any_page_of_theirs_and_citizens_need_not(
    everybody: dict[str, User], settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = "required"

    for name, user in everybody.items():
        browser = Client()
        browser.force_login(user)
        for page in ("/can-bo/", "/quan-tri/", "/ho-so/", "/thong-bao/"):
            answer = browser.get(page)
            demanded = answer.status_code == 302 and answer["Location"].startswith("/tai-khoan/bao-mat/")
            assert demanded is (name not in ("citizen", "neighbour")), (name, page)
        assert browser.get(reverse("mfa_activate_totp"), follow=True).status_code == 200, name


def test_a_post_gets_no_token_and_keeps_none_without_a_factor(clerk: User, settings: Any) -> None:
    _key, token = issue_key(clerk, "", timezone.now())
    settings.STAFF_SECOND_FACTOR = "required"
    header = {"Authorization": f"Token {token}"}

    assert token_status(username="motcua") == 400
    assert Client().get("/api/v1/dossiers/", headers=header).status_code == 401
    TOTP.activate(clerk, secret := generate_totp_secret())
    assert token_status(username="motcua", otp=code_of(secret)) == 200
    assert Client().get("/api/v1/dossiers/", headers=header).status_code == 200


def test_with_a_factor_the_page_opens(clerk: User, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    TOTP.activate(clerk, generate_totp_secret())
    browser = Client()
    browser.force_login(clerk)

    assert browser.get("/can-bo/quay/").status_code == 200
    Authenticator.objects.all().delete()
    clerk.credentials = "khac"
    clerk.save()
    browser.force_login(clerk)
    assert browser.get("/can-bo/quay/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_switching_it_on_ends_other_sessions_and_keys_and_not_this_one(clerk: User) -> None:
    here, elsewhere = signed_in(clerk), signed_in(clerk)
    _key, token = issue_key(clerk, "", timezone.now())
    activate = reverse("mfa_activate_totp")
    page = here.get(activate, follow=True)
    here.post(page.request["PATH_INFO"], {"password": PASSWORD, "next": activate}, follow=True)

    answer = here.post(activate, {"code": code_of(here.session["mfa.totp.secret"])})

    assert answer.status_code == 302
    assert here.get("/can-bo/quay/").status_code == 200
    assert elsewhere.get("/can-bo/quay/").status_code == 302
    assert Client().get("/api/v1/dossiers/", headers={"Authorization": f"Token {token}"}).status_code == 401


def test_a_seed_in_the_database_is_not_the_seed(clerk: User) -> None:
    secret = generate_totp_secret()

    TOTP.activate(clerk, secret)

    assert secret not in str(Authenticator.objects.get().data)
    assert TOTP(Authenticator.objects.get()).validate_code(code_of(secret))


def test_seeds_are_read_while_the_key_is_changed_and_not_without_it(settings: Any) -> None:
    stored, before = seeds.encrypt("JBSWY3DP"), settings.SECRET_KEY

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "khac" * 20, [before]
    assert seeds.decrypt(stored) == "JBSWY3DP"
    settings.SECRET_KEY_FALLBACKS = []
    assert seeds.decrypt(stored) == ""
    assert seeds.decrypt("JBSWY3DP") == "JBSWY3DP"


def test_after_the_seeds_are_renewed_the_old_key_may_go_and_nobody_enrols_anew(clerk: User, settings: Any) -> None:
    secret, before = generate_totp_secret(), settings.SECRET_KEY
    TOTP.activate(clerk, secret)
    codes = RecoveryCodes.activate(clerk).get_unused_codes()

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "khac" * 20, [before]
    call_command("renew_seeds")
    settings.SECRET_KEY_FALLBACKS = []

    factor, recovery = Authenticator.objects.order_by("pk")
    assert TOTP(factor).validate_code(code_of(secret))
    assert RecoveryCodes(recovery).get_unused_codes() == codes
    assert seeds.renew_all() == seeds.Renewal(renewed=0, unreadable=0)
    assert list(faults_in_record(files=False)) == []


def test_a_seed_without_encryption_gets_one_and_one_that_no_key_reads_stays(clerk: User, settings: Any) -> None:
    factor = TOTP.activate(clerk, generate_totp_secret()).instance
    Authenticator.objects.update(data={"secret": "JBSWY3DP"})

    assert seeds.renew_all() == seeds.Renewal(renewed=1)
    factor.refresh_from_db()
    settings.SECRET_KEY = "khac" * 20
    assert seeds.renew_all() == seeds.Renewal(unreadable=1)
    assert Authenticator.objects.get().data == factor.data


def test_a_lost_factor_is_reset_by_an_administrator_and_its_owner_told(administrator: User, clerk: User) -> None:
    TOTP.activate(clerk, generate_totp_secret())
    browser, elsewhere = Client(), Client()
    browser.force_login(administrator)
    elsewhere.force_login(clerk)

    unreasoned = browser.post("/can-bo/bao-mat-hai-lop/", {"username": "motcua", "reason": ""})
    done = browser.post("/can-bo/bao-mat-hai-lop/", {"username": "motcua", "reason": "Mất điện thoại"})

    assert (unreasoned.status_code, done.status_code) == (422, 302)
    assert not Authenticator.objects.exists()
    assert elsewhere.get("/can-bo/quay/").status_code == 302  # every session of theirs ended
    notice = Notice.objects.inbox_of(clerk).get(kind="second_factor_reset")
    assert "Mất điện thoại" in notice.body


@pytest.mark.parametrize("part", ["administrator", "leader", "clerk", "citizen"])
def test_nobody_else_resets_a_factor_nor_an_administrator_their_own(everybody: dict[str, User], part: str) -> None:
    user = everybody["administrator" if part == "administrator" else "officer"]
    TOTP.activate(user, generate_totp_secret())

    with pytest.raises(Forbidden):
        reset_second_factor(user, reason="Mất", by=everybody[part], at=timezone.now())
    with pytest.raises(InvalidInput):
        reset_second_factor(everybody["head"], reason=" ", by=everybody["administrator"], at=timezone.now())
    assert Authenticator.objects.filter(user=user).exists()


def test_sessions_are_listed_and_the_others_ended(clerk: User) -> None:
    here, elsewhere = signed_in(clerk), signed_in(clerk)

    page = here.get("/tai-khoan/phien/").content.decode()
    assert here.post("/tai-khoan/phien/")["Location"].startswith("/tai-khoan/xac-nhan/")
    assert elsewhere.get("/can-bo/quay/").status_code == 200
    here.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    here.post("/tai-khoan/phien/")

    assert page.count("127.0.0.1") == 2
    assert elsewhere.get("/can-bo/quay/").status_code == 302
    assert here.get("/can-bo/quay/").status_code == 200


def test_the_security_log_names_who_and_with_which_outcome_and_no_secret(clerk: User, monkeypatch: Any) -> None:
    lines: list[str] = []
    monkeypatch.setattr(logging.getLogger("motcua.security"), "info", lambda text, *args: lines.append(text % args))

    Client().post("/dang-nhap/", {"login": "001150012345", "password": "sai-mat-khau"})
    Client().post("/dang-nhap/", {"login": "motcua", "password": "sai-mat-khau"})
    browser = signed_in(clerk)
    browser.get("/can-bo/bao-mat-hai-lop/")
    browser.post("/dang-xuat/")
    token_status(username="motcua")

    heads = [" ".join(part for part in line.split() if "=" not in part) for line in lines]
    assert heads == ["sign-in", "sign-in", "sign-in", "refused", "sign-out", "token issued"]
    assert [line.split("account=")[1].split()[0] for line in lines] == ["-", *["motcua"] * 5]
    assert all("from=127.0.0.1" in line for line in lines)
    assert not any(secret in " ".join(lines) for secret in ("sai-mat-khau", PASSWORD, "001150012345"))

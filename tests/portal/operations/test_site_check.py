"""A look over a site: each thing that would stop or hurt it is named, with what to do."""

import socket
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from people.models import Agency, Post
from portal.operations import site_check
from tests.conftest import at

pytestmark = pytest.mark.django_db
NOW = at("2026-11-02 09:00")
TODAY = NOW.date()


def test_a_fresh_site_is_told_of_units_posts_mail_scanner_and_back_ups(catalogue: Any, capsys: Any) -> None:
    Post.objects.all().delete()
    Agency.objects.all().delete()

    with pytest.raises(CommandError, match="việc phải làm"):
        call_command("check_site")

    told = capsys.readouterr().out
    for words in ("Thiếu đơn vị SLD-MC", "Cần hai quản trị viên", "EMAIL_HOST", "CLAMD_URL", "Chưa có khóa sao lưu"):
        assert words in told


def test_a_desk_without_its_national_code_and_a_department_without_a_tax_code_are_named(catalogue: Any) -> None:
    call_command("open_units", open=True, department="Sở Thử")

    told = "\n".join(site_check.units(TODAY))

    assert "mã định danh" in told
    assert "mã số thuế" in told
    assert "nơi ban hành" in told


def test_a_division_without_a_head_is_named_with_the_page_where_one_is_appointed(catalogue: Any) -> None:
    call_command("open_units", open=True, department="Sở Thử")

    told = [fault for fault in site_check.posts(TODAY) if "Trưởng phòng" in fault]

    assert told
    assert all("/can-bo/bo-nhiem/" in fault for fault in told)


def test_a_mail_server_and_a_clamd_that_do_not_answer_are_named(settings: Any) -> None:
    with socket.socket() as nobody:  # a port that is taken and not listened on
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", nobody.getsockname()[1]
        settings.CLAMD_URL = f"tcp://127.0.0.1:{settings.EMAIL_PORT}"

        assert "không nhận kết nối" in next(site_check.mail(TODAY))
        assert "không trả lời" in next(site_check.scanner(TODAY))


@pytest.mark.parametrize(
    ("names", "words"),
    [([], "Chưa có bản sao lưu"), (["20261030T190000Z"], "đã 55 giờ"), (["20261030T190000Z", "20261101T190000Z"], "")],
)
def test_an_old_back_up_is_named_and_one_of_last_night_is_not(
    names: list[str], words: str, tmp_path: Path, settings: Any
) -> None:
    settings.BACKUP_KEY_FILE = str(tmp_path / "key")
    call_command("backup", tmp_path / "key", make_key=True)
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}")

    told = list(site_check.backups(tmp_path, NOW.astimezone(UTC)))

    assert len(told) == bool(words)
    assert not words or words in told[0]


def test_a_key_that_is_short_and_an_address_without_https_are_named(settings: Any) -> None:
    settings.SECRET_KEY, settings.RECORD_KEY, settings.HTTPS = "abc", "abc", False

    told = "\n".join(site_check.keys(TODAY))

    assert "ngắn hơn 50" in told
    assert "RECORD_KEY" in told
    assert "https" in told


def test_a_clock_that_is_days_away_from_that_of_the_database_is_named() -> None:
    told = list(site_check.clock(TODAY))  # the tests' clock stands elsewhere than that of a server

    assert ["NTP" in fault for fault in told] == ([True] if connection.vendor == "postgresql" else [])

"""The environment: a bad value stops the start with one clear line."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import env


def test_a_missing_value_without_default_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MC_X", raising=False)

    with pytest.raises(ImproperlyConfigured, match="MC_X is not set"):
        env.text("MC_X")


@pytest.mark.parametrize(("word", "meaning"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_a_flag_understands_the_usual_words(monkeypatch: pytest.MonkeyPatch, word: str, meaning: bool) -> None:
    monkeypatch.setenv("MC_X", word)

    assert env.flag("MC_X", default=not meaning) is meaning


def test_a_flag_that_is_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MC_X", "maybe")

    with pytest.raises(ImproperlyConfigured, match="true or false"):
        env.flag("MC_X", default=True)


@pytest.mark.parametrize("word", ["ten", "0", "-1"])
def test_a_number_below_the_least_or_no_number_is_refused(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("MC_X", word)

    with pytest.raises(ImproperlyConfigured, match="MC_X must be"):
        env.integer("MC_X", 5, least=1)


def test_a_list_has_no_empty_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MC_X", "a, b,,")

    assert env.words("MC_X") == ["a", "b"]


def test_a_value_may_stand_in_a_file_whose_last_line_break_is_not_of_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("p@ss/w:rd#%$\n")
    monkeypatch.setenv("MC_X_FILE", str(tmp_path / "secret"))

    assert env.text("MC_X") == "p@ss/w:rd#%$"
    assert env.text("MC_X", "other") == "p@ss/w:rd#%$"


def test_a_number_and_a_flag_may_stand_in_a_file_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "one").write_text("1\n")
    monkeypatch.setenv("MC_X_FILE", str(tmp_path / "one"))

    assert env.integer("MC_X", 5) == 1
    assert env.flag("MC_X", default=False)


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_a_file_that_is_missing_or_empty_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "secret").write_text(content)
    monkeypatch.setenv("MC_X_FILE", str(tmp_path / "secret"))

    with pytest.raises(ImproperlyConfigured, match="MC_X_FILE names"):
        env.text("MC_X", "")


def test_a_value_and_a_file_at_once_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MC_X", "here")
    monkeypatch.setenv("MC_X_FILE", str(tmp_path / "there"))

    with pytest.raises(ImproperlyConfigured, match="Both MC_X and MC_X_FILE"):
        env.text("MC_X")


@pytest.mark.parametrize(
    ("url", "password", "address"),
    [
        ("redis://redis:6379/0", "a/b@c#d:e%f $g", "redis://:a%2Fb%40c%23d%3Ae%25f%20%24g@redis:6379/0"),
        ("rediss://site@redis:6380/1", "x", "rediss://site:x@redis:6380/1"),
        ("redis://:own@redis/0", "x", "redis://:own@redis/0"),
        ("redis://redis/0", "", "redis://redis/0"),
        ("", "x", ""),
    ],
)
def test_a_password_that_stands_apart_goes_into_the_address(
    monkeypatch: pytest.MonkeyPatch, url: str, password: str, address: str
) -> None:
    monkeypatch.setenv("MC_URL", url)

    assert env.address("MC_URL", password) == address

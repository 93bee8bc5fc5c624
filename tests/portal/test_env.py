"""The environment: a bad value stops the start with one clear line."""

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

"""The English catalogue: extraction, merging, and what the check complains about."""

import gettext
from pathlib import Path

import pytest
from babel.messages import Catalog

from portal import translations
from portal.translations import Entry

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
title = _("Nộp hồ sơ")
label = _("Còn %(days)d ngày") % {"days": 3}
many = ngettext("%(n)d hồ sơ", "%(n)d hồ sơ", 2)
verb = pgettext("động từ", "Trả")
joined = _("Ông/bà nộp "
           "tại quầy")
"""
PAGE = """{% extends "base.html" %}{% load i18n %}
{% block main %}
    <h1>{% trans "Tra cứu" %}</h1>
      <p title="{{ _('Trợ giúp') }}">it's</p>
  {% if a %}
    {% blocktrans trimmed with code=dossier.code %}
      Hồ sơ {{ code }}
      đã nộp
    {% endblocktrans %}
  {% endif %}
{% blocktrans count n=rows %}{{ n }} dòng{% plural %}{{ n }} các dòng{% endblocktrans %}
{% trans "Trả" context "danh từ" %}{# {% trans "ẩn" %} #}
{% endblock %}
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tiny source tree: one module, one page."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "views.py").write_text(PYTHON)
    (tmp_path / "app" / "page.html").write_text(PAGE)
    return tmp_path


def english(**texts: str) -> Catalog:
    """A catalogue with these texts."""
    catalog = Catalog(locale="en")
    for msgid, string in texts.items():
        catalog.add(msgid, string)
    return catalog


def test_every_marked_text_of_python_and_templates_is_found(tree: Path) -> None:
    entries = translations.entries_of(tree, ["app"])

    assert entries == {
        Entry(None, "Nộp hồ sơ"),
        Entry(None, "Còn %(days)d ngày"),
        Entry(None, ("%(n)d hồ sơ", "%(n)d hồ sơ")),
        Entry("động từ", "Trả"),
        Entry(None, "Ông/bà nộp tại quầy"),
        Entry(None, "Tra cứu"),
        Entry(None, "Trợ giúp"),
        Entry(None, "Hồ sơ %(code)s đã nộp"),
        Entry(None, ("%(n)s dòng", "%(n)s các dòng")),
        Entry("danh từ", "Trả"),
    }


def test_an_update_keeps_translations_adds_new_texts_and_drops_unused_ones() -> None:
    before = english(Nộp="File", Cũ="Old")

    after = translations.updated({Entry(None, "Nộp"), Entry(None, "Mới")}, before)

    assert {m.id: m.string for m in after if m.id} == {"Nộp": "File", "Mới": ""}


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    path, entries = tmp_path / "django.po", {Entry(None, "Nộp"), Entry(None, ("a", "b"))}

    translations.write(path, translations.updated(entries, english(Nộp="File")))
    first = path.read_bytes()
    translations.write(path, translations.updated(entries, translations.read(path)))

    assert path.read_bytes() == first
    assert b"Date" not in first


@pytest.mark.parametrize(
    ("msgid", "string", "complaint"),
    [
        ("Nộp", "", "untranslated: Nộp"),
        ("Cũ", "Old", "left over: Cũ"),
        ("Còn %(days)d ngày", "%(day)d days left", "other placeholders: "),
        ("Gửi {name}", "Send {nam}", "other placeholders: "),
    ],
)
def test_the_check_complains_of_each_fault(msgid: str, string: str, complaint: str) -> None:
    entries = set() if msgid == "Cũ" else {Entry(None, msgid)}

    faults = translations.faults(entries, english(**{msgid: string}))

    assert [line[: len(complaint)] for line in faults] == [complaint]


def test_a_text_that_the_catalogue_lacks_is_missing() -> None:
    assert translations.faults({Entry(None, "Nộp")}, Catalog(locale="en")) == ["missing: Nộp"]


def test_a_fuzzy_translation_does_not_count() -> None:
    catalog = Catalog(locale="en")
    catalog.add("Nộp", "File", flags=["fuzzy"])

    assert translations.faults({Entry(None, "Nộp")}, catalog) == ["fuzzy: Nộp"]


def test_a_compiled_catalogue_is_read_by_gettext(tmp_path: Path) -> None:
    path = tmp_path / "django.mo"

    translations.compile_to(path, english(Nộp="File"))

    with path.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Nộp") == "File"

"""The public catalogue: search, filters, pages by cursor, and how many statements they cost."""

import re
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from procedures.models import Procedure
from procedures.search.query import Criteria
from tests.procedures.conftest import text
from tests.support.statements import counted
from toolbox.collation import collation_key

PERMIT, ALTAR, RULES = ("cap-giay-phep-lao-dong", "tro-cap-tho-cung-liet-si", "dang-ky-noi-quy-lao-dong")
STATEMENTS = 5  # the name of the department at the head of the page among them
POSTGRES = connection.vendor == "postgresql"
pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", {PERMIT, ALTAR, RULES}),
        ("q=tho+cung+liet+sy", {ALTAR}),
        ("q=1.010803", {ALTAR}),
        ("q=lao+dong&field=lao-dong-tien-luong", {RULES}),
        ("applicant=citizen", {ALTAR}),
        ("applicant=foreigner", {PERMIT}),
        ("mode=desk", set()),
        ("applicant=nobody&mode=x&cursor=0", {PERMIT, ALTAR, RULES}),
    ],
)
def test_a_search_finds_what_is_wanted(client: Client, query: str, slugs: set[str]) -> None:
    response = client.get(f"/thu-tuc/?{query}")

    links = re.findall(r'<h3[^>]*><a [^>]*href="/thu-tuc/([a-z0-9-]+)/"', response.content.decode())
    assert set(links) == slugs
    assert response.context["count"] == len(slugs)


@pytest.mark.usefixtures("loaded")
def test_a_result_says_for_whom_how_long_how_much_and_how(client: Client) -> None:
    seen = text(client, "/thu-tuc/?q=giay+phep+lao+dong")

    assert "1 thủ tục cho “giay phep lao dong”" in seen
    assert "Mã: 2.000205 (chưa đối chiếu)" in seen
    assert "Doanh nghiệp, Cơ quan, tổ chức" in seen
    for fact in ("5 ngày làm việc", "600.000 đồng", "Trực tuyến toàn trình"):
        assert fact in seen


@pytest.mark.usefixtures("loaded")
def test_a_procedure_without_a_code_says_so(client: Client) -> None:
    Procedure.objects.filter(slug=PERMIT).update(code="")

    assert "Mã: chưa có mã" in text(client, "/thu-tuc/?q=giay+phep+lao+dong")


@pytest.mark.usefixtures("loaded")
def test_filters_keep_what_was_asked_and_mark_the_current_one(client: Client) -> None:
    page = client.get("/thu-tuc/?q=lao+dong&applicant=enterprise").content.decode()

    assert 'href="?q=lao+dong&amp;field=lao-dong-tien-luong&amp;applicant=enterprise"' in page
    assert re.search(r'href="\?q=lao\+dong&amp;applicant=enterprise" aria-current="true">Doanh nghiệp', page)
    assert '<input type="hidden" name="applicant" value="enterprise">' in page
    assert "(1)" in page


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("typed", "offered"), [("noi quii lao dongg", "Đăng ký nội quy lao động"), ("zzz", "Cấp giấy phép")]
)
def test_when_nothing_is_found_there_is_something_to_go_on_with(client: Client, typed: str, offered: str) -> None:
    seen = text(client, f"/thu-tuc/?q={typed}&mode=desk")

    assert "0 thủ tục" in seen
    assert offered in seen
    assert "1900 1234" in seen


@pytest.mark.usefixtures("catalogue")
def test_the_whole_catalogue_is_walked_page_by_page_without_a_twin(client: Client) -> None:
    seen: list[str] = []
    cursor, pages = "", 0
    while pages == 0 or cursor:
        page = client.get(f"/thu-tuc/?cursor={cursor}").context["found"]
        seen += [edition.procedure.slug for edition in page.rows]
        cursor, pages = page.next, pages + 1

    assert len(seen) == len(set(seen)) == 106
    assert pages == 6
    back = client.get(f"/thu-tuc/?cursor={page.previous}").context["found"]
    assert [edition.procedure.slug for edition in back.rows] == seen[80:100]


@pytest.mark.usefixtures("catalogue")
def test_words_side_by_side_come_before_words_apart(client: Client) -> None:
    rows = client.get("/thu-tuc/?q=giấy phép lao động").context["found"].rows

    names = [edition.procedure.name_vi.lower() for edition in rows]
    apart = [number for number, name in enumerate(names) if "giấy phép lao động" not in name]
    assert len(names) == 11
    assert apart == list(range(4, 11))


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("", STATEMENTS),
        ("q=giay+phep+lao+dong", STATEMENTS),
        ("q=tro+cap&field=nguoi-co-cong&applicant=citizen&mode=online", STATEMENTS),
        ("event=mat-viec&level=tinh&mode=toan_trinh", STATEMENTS),
        ("cursor=1.cap-giay-phep-lao-dong", STATEMENTS),
        ("q=zzz", STATEMENTS + 1),  # nothing found: the known words, and what may have been meant
        ("q=giay+phep+lao+dogn", STATEMENTS + 2),  # looked for as typed, then as set right
    ],
)
def test_the_list_costs_few_statements_however_long_it_is(client: Client, query: str, most: int) -> None:
    with counted(most):
        response = client.get(f"/thu-tuc/?{query}")

    assert response.status_code == 200


@pytest.mark.usefixtures("catalogue")
def test_nothing_long_is_read_of_what_the_page_does_not_show(client: Client) -> None:
    with counted(STATEMENTS) as seen:
        client.get("/thu-tuc/?q=tro+cap")

    long = [sql for sql in seen if '"content"' in sql]
    assert len(long) == 1
    assert '"procedure_id" IN (' in long[0]
    assert "LIKE" not in long[0]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("mode", ["", "online", "desk", "toan_trinh"])
@pytest.mark.skipif(POSTGRES, reason="PostgreSQL chooses by what it knows of the tables")
def test_what_is_in_force_is_found_in_the_index_alone(mode: str) -> None:
    wanted = Criteria(q="tro cap", mode=mode, level="tinh")

    plan = wanted.procedures(timezone.localdate()).explain()

    assert "COVERING INDEX edition_in_force" in plan


@pytest.mark.usefixtures("catalogue")
@pytest.mark.skipif(not POSTGRES, reason="SQLite reads each text")
def test_words_anywhere_in_a_text_are_found_by_their_trigrams() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = Procedure.objects.search("giay phep lao dong").explain()

    assert "procedure_search_text" in plan


@pytest.mark.usefixtures("catalogue")
@pytest.mark.skipif(not POSTGRES, reason="SQLite has no such index")
def test_search_works_where_the_extension_may_not_be_made(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    migration = import_module("procedures.migrations.0007_search_by_trigrams")
    monkeypatch.setattr(migration, "INDEX", "CREATE INDEX refused ON procedures_procedure (nothing)")
    with connection.schema_editor() as editor:
        migration.drop_index(None, editor)

        migration.index_words(None, editor)

    assert client.get("/thu-tuc/?q=giay+phep+lao+dong").context["count"] == 11


ABSURD = [
    "q=" + "x" * 10_000,
    "q=%F0%9F%A6%84",
    "q='; DROP TABLE procedures_procedure; --",
    "q=%25%5F%5C",
    "q=%FF%FE",
    "field='",
    "field=" + "x" * 300,
    "mode[]=1",
    "cursor=~",
    "cursor=9.x",
    "cursor=~2.khong-co",
    "cursor=1.khong-co",
    "q=a&q=b&field=x&field=y",
    "q=" + "+".join("a" * 99),
]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("query", ABSURD)
def test_an_absurd_address_is_answered_calmly(client: Client, query: str) -> None:
    assert client.get(f"/thu-tuc/?{query}").status_code == 200
    assert Procedure.objects.count() == 3


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("name", ["q", "field", "applicant", "mode", "cursor"])
def test_a_null_character_is_no_error_of_ours(client: Client, name: str) -> None:
    assert client.get(f"/thu-tuc/?{name}=a%00b").status_code == 400


@pytest.mark.usefixtures("loaded")
def test_what_was_typed_is_shown_as_text_and_never_run(client: Client) -> None:
    page = client.get("/thu-tuc/?q=<script>alert(1)</script>").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_empty_catalogue_is_a_page_too(client: Client) -> None:
    assert "0 thủ tục" in text(client, "/thu-tuc/")


@pytest.mark.usefixtures("loaded")
def test_a_list_is_read_only(client: Client) -> None:
    assert client.post("/thu-tuc/").status_code == 405
    assert client.head("/thu-tuc/").status_code == 200


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("address", "names"), [("/thu-tuc/", "name_vi"), ("/en/thu-tuc/", "name_en")])
def test_the_whole_list_is_walked_by_name_and_says_so(client: Client, address: str, names: str) -> None:
    walked, query = [], ""
    while True:
        answer = client.get(f"{address}{query}")
        walked += [row.procedure for row in answer.context["found"].rows]
        if not answer.context["found"].next:
            break
        query = f"?cursor={answer.context['found'].next}"

    keys = [(not row.popular, collation_key(getattr(row, names) or row.name_vi)) for row in walked]
    assert len(walked) == 106
    assert keys == sorted(keys)
    assert ("A–Z" in answer.content.decode()) or len(answer.context["results"]) == 1


@pytest.mark.usefixtures("catalogue")
def test_the_administrators_list_is_ordered_by_name_there_and_back(client: Client, administrator: Any) -> None:
    client.force_login(administrator)

    first = client.get("/can-bo/thu-tuc/")
    second = client.get(f"/can-bo/thu-tuc/?cursor={first.context['page'].next}")
    back = client.get(f"/can-bo/thu-tuc/?cursor={second.context['page'].previous}")

    rows = [*first.context["page"].rows, *second.context["page"].rows]
    assert [row.order_vi for row in rows] == sorted(row.order_vi for row in rows)
    assert [row.slug for row in back.context["page"].rows] == [row.slug for row in first.context["page"].rows]
    assert "Xếp theo tên A–Z" in first.content.decode()

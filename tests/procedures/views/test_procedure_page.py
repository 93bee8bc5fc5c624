"""A procedure's page says all that the law wants published, in order, and nothing that nobody knows."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from procedures import actions
from procedures.models import Edition, Procedure
from tests.conftest import at
from tests.procedures.conftest import replace, text

PERMIT = "cap-giay-phep-lao-dong"
ADDRESS = f"/thu-tuc/{PERMIT}/"
HISTORY = f"{ADDRESS}cac-ban/"
STATEMENTS = 8  # of the first reader: two ask what replaced it, and what it took of late, which others then know
ORDER = [
    "Ai được nộp",
    "Ông/bà cần chuẩn bị",
    "Thời hạn giải quyết",
    "Nếu nộp hôm nay",
    "Phí, lệ phí",
    "Nơi nhận hồ sơ",
    "Kết quả",
    "Cách thức thực hiện",
    "Trình tự thực hiện",
    "Cơ quan thực hiện",
    "Căn cứ pháp lý",
    "Bản này áp dụng từ 01/01/2024",
    "Mã thủ tục, lĩnh vực, cấp thực hiện",
]
pytestmark = pytest.mark.django_db


def load(folder: Path, *changes: tuple[str, str]) -> None:
    """Load the files, the permit's with some places changed."""
    for old, new in changes:
        replace(folder / f"{PERMIT}.toml", old, new)
    actions.load_catalogue(at=at("2026-03-02 09:00"), folder=folder)


@pytest.mark.usefixtures("loaded", "calendar")
def test_a_page_has_every_part_the_law_demands_in_order(client: Client) -> None:
    seen = text(client, ADDRESS)

    rest = seen[seen.rindex("Ai được nộp") :]  # the first is in the contents
    places = [rest.find(part) for part in ORDER]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.usefixtures("loaded", "calendar")
def test_a_page_says_what_its_file_says(client: Client) -> None:
    content = Edition.objects.get(procedure__slug=PERMIT).content

    seen = text(client, ADDRESS)

    texts = [row["name_vi"] for row in content["components"]]
    texts += [row["number"] for row in content["legal_basis"]]
    texts += [row["name_vi"] for row in content["results"]]
    texts += [content[part] for part in ("conditions_vi", "receiving_vi", "approver_vi", "description_vi")]
    texts += [content["successor"]["code"], content["time_limit"]["note_vi"], "Số lượng hồ sơ: 1 bộ."]
    assert [words for words in texts if words not in seen] == []


@pytest.mark.usefixtures("loaded")
def test_the_button_leads_to_the_questions_before_filing_or_to_filing(client: Client) -> None:
    page = client.get(ADDRESS).content.decode()

    assert f'href="/thu-tuc/{PERMIT}/phu-hop/"' in page
    assert f'href="/en/thu-tuc/{PERMIT}/phu-hop/"' in client.get(f"/en{ADDRESS}").content.decode()
    other = client.get("/thu-tuc/dang-ky-noi-quy-lao-dong/").content.decode()
    assert 'href="/nop-ho-so/dang-ky-noi-quy-lao-dong/"' in other


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("legacy_level = 4", "legacy_level = 2", "chưa nhận hồ sơ trực tuyến"),
        ("fee_free = false", "fee_free = true", "Phí, lệ phí Không thu"),
        ("amount_vnd = 600000\n", "", "Có thu, mức chưa công bố"),
        ("postal_return = true", "postal_return = false", "Không trả qua bưu chính."),
        ('mode = "restart"', 'mode = "pause"', "thời gian chờ ông/bà không tính"),
        ("conditions_vi", "# conditions_vi", "Yêu cầu, điều kiện Không"),
        ('unit = "working_day"', 'unit = "hour"', "Thời hạn 5 giờ"),
        ("[edition]", "[delegation]\nfrom_vi = 'Sở A'\nto_vi = 'Phòng B'\n[edition]", "Phòng B (từ Sở A)"),
        ("dossier_sets = 1", "dossier_sets = 2", "Số lượng hồ sơ: 2 bộ."),
    ],
)
def test_a_page_follows_its_file(client: Client, folder: Path, calendar: int, old: str, new: str, words: str) -> None:
    load(folder, (old, new))

    assert words in text(client, ADDRESS)


def test_a_procedure_below_level_three_offers_no_button(client: Client, folder: Path) -> None:
    load(folder, ("legacy_level = 4", "legacy_level = 2"))

    assert "Bắt đầu nộp hồ sơ" not in text(client, ADDRESS)
    assert "Trực tuyến Chưa nhận bằng cách này" in text(client, ADDRESS)


def test_the_adopted_limit_stands_beside_the_law_and_its_decision(client: Client, folder: Path, calendar: int) -> None:
    adopted = 'adopted = { value = 3, unit = "working_day", decision_no = "Quyết định 12/QĐ" }'
    load(folder, ("[successor]", f"{adopted}\n[successor]"))

    seen = text(client, ADDRESS)

    assert "Áp dụng tại đây 3 ngày làm việc Quyết định 12/QĐ Theo luật 5 ngày làm việc" in seen
    assert "Thời hạn 3 ngày làm việc" in seen


def test_each_stage_is_listed_with_its_unit_and_office(client: Client, folder: Path) -> None:
    second = '{ value = 5, unit = "working_day" },\n{ value = 12, unit = "calendar_day", office_vi = "Sở Mẫu" },'
    load(folder, ('{ value = 5, unit = "working_day" },', second))

    seen = text(client, ADDRESS)

    assert "Từng chặng 5 ngày làm việc 12 ngày: Sở Mẫu" in seen
    assert "Phối hợp Sở Mẫu" in seen


def test_a_term_nobody_published_is_not_guessed(client: Client, folder: Path, calendar: int) -> None:
    load(folder, ('{ value = 5, unit = "working_day" },', ""))

    seen = text(client, ADDRESS)

    assert "Thời hạn Chưa công bố" in seen
    assert "chưa tính được ngày hẹn" in seen


@pytest.mark.usefixtures("loaded")
def test_without_a_calendar_the_page_says_so_instead_of_a_date(client: Client) -> None:
    assert "Lịch làm việc chưa được nạp" in text(client, ADDRESS)


@pytest.mark.usefixtures("loaded", "calendar")
def test_the_promise_of_today_is_explained_day_by_day(client: Client) -> None:
    response = client.get(ADDRESS)

    today = response.context["today"]
    assert today.deadline.ledger[0].date == today.at.date()
    assert [day.n for day in today.deadline.ledger][-1] == 5
    page = response.content.decode()
    assert f"{today.deadline.due_at:%d/%m/%Y}" in page
    assert page.count('<tr><td class="mc-nowrap">') == len(today.deadline.ledger)


@pytest.mark.usefixtures("loaded")
def test_every_page_is_a_demonstration_until_a_department_confirms(client: Client) -> None:
    for address in ("/thu-tuc/", ADDRESS):
        assert "Nội dung trình diễn" in text(client, address)


def test_a_confirmed_edition_is_no_demonstration(client: Client, folder: Path) -> None:
    load(folder, ("[edition]", '[edition]\nconfirmed_by = "Sở Nội vụ tỉnh Mẫu"'))

    seen = text(client, ADDRESS)

    assert "Nội dung trình diễn" not in seen
    assert "Sở Nội vụ tỉnh Mẫu xác nhận" in seen


@pytest.mark.usefixtures("loaded")
def test_what_is_confirmed_and_what_is_not_is_told_part_by_part(client: Client) -> None:
    seen = text(client, HISTORY)

    told = seen.partition("Điều gì đã đối chiếu")[2]
    read, _, rest = told.partition("Theo hiểu biết, chưa đối chiếu")
    known, _, unknown = rest.partition("Chưa rõ; giá trị nếu có chỉ để trình diễn")
    assert "thời hạn theo luật" in read
    assert "mã thủ tục" in known
    assert "mức độ dịch vụ trực tuyến" in unknown


def test_the_notes_of_editors_stand_at_the_editions_and_not_in_the_way(client: Client, folder: Path) -> None:
    load(folder, ("date_verified = true", "date_verified = false"))

    seen, kept = text(client, ADDRESS), text(client, f"{HISTORY}1/")

    for note in ("chưa đối chiếu", "Điều gì đã đối chiếu"):
        assert note not in seen
        assert note in kept
    assert "Mã thủ tục 2.000205 " in seen
    assert "20/11/2019 (chưa đối chiếu)" in kept
    assert "Mã thủ tục 2.000205 (chưa đối chiếu)" in kept


@pytest.mark.usefixtures("loaded", "calendar")
def test_one_begins_before_anything_is_unfolded(client: Client) -> None:
    page = client.get(ADDRESS).content.decode().partition("<main")[2]

    head, _, rest = page.partition("Bắt đầu nộp hồ sơ")
    for words in ("Doanh nghiệp, Cơ quan, tổ chức", "5 ngày làm việc", "600.000 đồng", "khoảng 20 phút"):
        assert words in head
    for later in ("<details", "mc-notice", "mc-contents", "<table"):
        assert later not in head
        assert later in rest
    assert "mc-fold" in rest
    assert 'mc-fold" open' not in rest


@pytest.mark.usefixtures("loaded", "calendar")
@pytest.mark.parametrize("address", [ADDRESS, f"/en{ADDRESS}"])
def test_the_contents_lead_into_every_folded_part(client: Client, address: str) -> None:
    page = client.get(address).content.decode()

    contents = page.partition('class="mc-contents"')[2].partition("</nav>")[0]
    bodies = re.findall(r'class="mc-fold__body" id="(\w+)"', page)
    assert re.findall(r'href="#(\w+)"', contents) == bodies
    assert len(set(bodies)) == page.count('<details class="mc-fold">') == 11


@pytest.mark.usefixtures("loaded")
def test_an_old_edition_is_unfolded_and_offers_no_start(client: Client) -> None:
    page = client.get(f"{HISTORY}1/").content.decode()

    assert '<details class="mc-fold">' not in page
    assert "Bắt đầu nộp hồ sơ" not in page
    assert "khoảng 20 phút" not in page


@pytest.mark.usefixtures("loaded")
def test_fees_of_other_provinces_are_folded(client: Client) -> None:
    page = client.get(ADDRESS).content.decode()

    before = page[: page.index("Các tỉnh thu từ 300.000 đến 1.000.000 đồng")]
    assert before.rindex("Căn cứ thu và mức thu ở các tỉnh") > before.rindex('<details class="govuk-details">')
    assert before.rindex("<details") > before.rindex("</details>")


def test_a_paper_does_not_tell_of_copies_that_nobody_wants(client: Client, folder: Path) -> None:
    load(folder)
    rows = client.get(ADDRESS).content.decode().partition('id="papers"')[2].partition("</table>")[0]

    cells = re.findall(r'<td data-label="(Bản chính|Bản sao|Mẫu số)"([^>]*)>([^<]*)</td>', rows)
    assert len(cells) == 3 * 8
    assert [cell for cell in cells if ("mc-none" in cell[1]) != (cell[2] in ("0", "–"))] == []


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("slug", ["khong-co", "x" * 120, "cap-giay-phep-lao-dong-", "UPPER"])
def test_an_unknown_procedure_is_not_found(client: Client, slug: str) -> None:
    assert client.get(f"/thu-tuc/{slug}/").status_code == 404


def test_a_procedure_that_is_not_in_force_yet_is_not_found(client: Client, folder: Path) -> None:
    load(folder, ('valid_from = "2024-01-01"', 'valid_from = "2099-01-01"'))

    assert client.get(ADDRESS).status_code == 404


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "slug", [PERMIT, "tam-dung-huong-tro-cap-that-nghiep", "cong-nhan-nguoi-hdkc-bi-nhiem-chat-doc-hoa-hoc"]
)
def test_a_page_costs_few_statements_however_many_papers_it_asks(
    client: Client, slug: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(STATEMENTS):
        client.get(f"/thu-tuc/{slug}/")


@pytest.mark.usefixtures("catalogue")
def test_every_procedure_of_the_catalogue_has_a_page(client: Client) -> None:
    slugs = Procedure.objects.values_list("slug", flat=True)
    for address in [f"/thu-tuc/{slug}/" for slug in slugs] + [f"/en/thu-tuc/{PERMIT}/"]:
        page = client.get(address)

        assert page.status_code == 200, address
        assert page.content.count(b"<h1") == 1

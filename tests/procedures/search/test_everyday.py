"""What people say: the right procedure first, the guide where somebody died, and where to go with what is not ours."""

import re
from datetime import date

import pytest
from django.test import Client

from procedures.editions.files import FOLDER, read_events, read_fields, read_search
from procedures.guides import guides
from procedures.search.everyday import elsewhere, meaning_of
from procedures.search_text import searchable

FUNERALS = {
    "ho-tro-chi-phi-mai-tang-doi-tuong-bao-tro",
    "huong-tro-cap-khi-nguoi-co-cong-tu-tran",
    "mai-tang-phi-cuu-chien-binh",
    "tro-giup-khan-cap-chi-phi-mai-tang",
}
ABROAD = {
    "dang-ky-hop-dong-lao-dong-truc-tiep-giao-ket",
    "dang-ky-hop-dong-nhan-lao-dong-thuc-tap-duoi-90-ngay",
    "nhan-lai-tien-ky-quy-dao-tao-o-nuoc-ngoai-duoi-90-ngay",
}
catalogue = pytest.mark.usefixtures("catalogue")


def listed(client: Client, typed: str) -> tuple[list[str], str]:
    """The slugs that a search lists, best first, and its page."""
    page = client.get("/thu-tuc/", {"q": typed}).content.decode()
    return re.findall(r'<h3[^>]*><a [^>]*href="/thu-tuc/([a-z0-9-]+)/"', page), page


@catalogue
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("thue lao dong nuoc ngoai", {"cap-giay-phep-lao-dong"}),
        ("thuê người nước ngoài", {"cap-giay-phep-lao-dong"}),
        ("xuat khau lao dong", ABROAD),
        ("xklđ", ABROAD),
        ("đi làm việc ở nước ngoài", ABROAD),
        ("tro cap liet sy", {"tro-cap-tho-cung-liet-si", "giai-quyet-tro-cap-uu-dai-than-nhan-liet-si"}),
        ("trợ cấp liệt sĩ", {"tro-cap-tho-cung-liet-si", "giai-quyet-tro-cap-uu-dai-than-nhan-liet-si"}),
        ("người có công chết", {"huong-tro-cap-khi-nguoi-co-cong-tu-tran"}),
        ("mất giấy phép lao động", {"cap-lai-giay-phep-lao-dong"}),
        ("khai bao may voi so lao dong thuong binh va xa hoi", {"khai-bao-may-thiet-bi-vat-tu-nghiem-ngat"}),
    ],
)
def test_everyday_words_find_the_right_procedures_first(client: Client, typed: str, first: set[str]) -> None:
    slugs, _page = listed(client, typed)

    assert set(slugs[: len(first)]) == first


@catalogue
@pytest.mark.parametrize("typed", ["thuong binh", "thương binh", "THƯƠNG BINH"])
def test_an_agencys_name_in_a_procedures_name_makes_no_hit(client: Client, typed: str) -> None:
    slugs, _page = listed(client, typed)

    assert "cong-nhan-thuong-binh-nguoi-huong-chinh-sach-nhu-thuong-binh" in slugs
    assert not [slug for slug in slugs if "may-thiet-bi" in slug or "tro-giup-xa-hoi" in slug]


@catalogue
@pytest.mark.parametrize(
    "typed",
    [
        "bo toi chet",
        "chong chet",
        "vợ tôi qua đời",
        "mẹ mất",
        "con tôi mới chết",
        "người nhà từ trần",
        "dam ma",
        "tử vong",
    ],
)
def test_when_somebody_died_the_guide_and_the_funeral_costs_are_shown(client: Client, typed: str) -> None:
    slugs, page = listed(client, typed)

    assert set(slugs) == FUNERALS
    assert 'href="/chon-thu-tuc/mai-tang/"' in page
    assert "Đây là những thủ tục về: Mai táng phí" in page


@pytest.mark.parametrize(
    "typed", ["mất giấy phép", "vợ mất việc", "cha mẹ mất sức lao động", "có mặt", "chi phí", "thương binh từ trần"]
)
def test_what_only_sounds_like_it_is_taken_at_its_word(typed: str) -> None:
    assert meaning_of(typed) is None


@catalogue
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("lam them gio", "Làm thêm giờ"),
        ("luong huu", "Bảo hiểm xã hội"),
        ("the bao hiem y te", "Bảo hiểm xã hội"),
        ("làm hộ chiếu", "Công an"),
        ("đăng ký kết hôn", "Ủy ban nhân dân xã"),
        ("sổ đỏ", "đăng ký đất đai"),
        ("BHXH một lần", "Bảo hiểm xã hội"),
    ],
)
def test_what_is_not_done_here_says_where_it_is_done(client: Client, typed: str, words: str) -> None:
    _slugs, page = listed(client, typed)

    assert "không làm ở đây" in page
    assert words in page
    assert "Có thể ông/bà cần" not in page  # no five arbitrary links


@pytest.mark.parametrize(
    "typed", ["giấy phép lao động", "trợ cấp thất nghiệp", "bảo hiểm thất nghiệp", "khuyết tật", ""]
)
def test_what_is_done_here_is_not_sent_away(typed: str) -> None:
    assert elsewhere(typed) == []


def test_every_entry_names_what_there_is_and_since_when() -> None:
    data = read_search()

    assert [slug for slug in data["keywords"]["procedures"] if not (FOLDER / f"{slug}.toml").is_file()] == []
    assert set(data["keywords"]["fields"]) <= {row["slug"] for row in read_fields()}
    assert {row["event"] for row in data["meanings"]} <= {row["slug"] for row in read_events()}
    assert all(any(row["event"] in guide.events for guide in guides().values()) for row in data["meanings"])
    dated = [data["keywords"], *data["meanings"], *data["elsewhere"]]
    assert all(date.fromisoformat(row["since"]) > date(2026, 1, 1) for row in dated)
    assert all(searchable(phrase) for row in data["elsewhere"] for phrase in row["phrases"])

"""Guided questions: every way through leads somewhere; eligibility ends in a page with what to do instead."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from procedures import guides
from procedures.editions import files
from tests.procedures.conftest import text

CONTENTS = {content["slug"]: content for content in files.read_all()}
GUIDES = guides.guides()
ASK_FIRST = {slug: one for slug, content in CONTENTS.items() if (one := guides.eligibility(content))}
PERMITS, EXTEND = "giay-phep-lao-dong", "gia-han-giay-phep-lao-dong"


def ways(guide: guides.Guide, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every way through a guide, to its end."""
    step = guides.walk(guide, path)
    if step.question is None:
        yield path
        return
    assert len(path) < guides.STEPS_MAX, path
    for key, _words in step.options:
        yield from ways(guide, (*path, key))


@pytest.mark.parametrize("slug", GUIDES)
def test_every_way_through_a_guide_ends_with_a_procedure_of_it_or_an_answer(slug: str) -> None:
    guide = GUIDES[slug]
    ends = [guides.walk(guide, way) for way in ways(guide)]

    assert {end.procedure for end in ends if end.procedure} == set(guide.procedures)
    assert set(guide.procedures) <= set(CONTENTS)
    assert all(end.procedure or end.answer for end in ends)
    assert set(guide.events) <= {event["slug"] for event in files.read_events()}


@pytest.mark.parametrize("slug", ASK_FIRST)
def test_eligibility_lets_one_way_through_and_names_procedures_that_exist(slug: str) -> None:
    ends = [guides.walk(ASK_FIRST[slug], way) for way in ways(ASK_FIRST[slug])]

    assert [end.procedure for end in ends].count(guides.FITS) == 1
    for end in ends:
        assert set((end.answer or {}).get("instead", [])) <= set(CONTENTS)


def test_every_text_of_guides_and_eligibility_is_there_in_english() -> None:
    rows: list[Any] = [row for guide in (*GUIDES.values(), *ASK_FIRST.values()) for row in guide.questions.values()]

    assert all(row["text_en"] and all(one["label_en"] for one in row["options"]) for row in rows)
    assert all(row["otherwise_en"] for content in CONTENTS.values() for row in content.get("eligibility", []))


pages = pytest.mark.django_db


@pages
@pytest.mark.usefixtures("catalogue")
def test_a_guide_is_walked_by_address_and_leads_to_a_procedure(client: Client) -> None:
    first = text(client, f"/chon-thu-tuc/{PERMITS}/")
    step = client.get(f"/chon-thu-tuc/{PERMITS}/", {"answer": "co", "next": "1"})
    end = text(client, f"/chon-thu-tuc/{PERMITS}/?path=co.con.tiep-tuc.chua")

    assert "đã có giấy phép lao động ở Việt Nam chưa?" in first
    assert (step.status_code, step["Location"]) == (302, f"/chon-thu-tuc/{PERMITS}/?path=co")
    assert "Thủ tục phù hợp Gia hạn giấy phép lao động" in end
    assert "Ông/bà đã trả lời" in end


@pages
@pytest.mark.usefixtures("catalogue")
def test_who_may_not_file_is_told_what_to_do_instead(client: Client) -> None:
    address = f"/thu-tuc/{EXTEND}/phu-hop/"

    assert "Ông/bà nộp được hồ sơ này" in text(client, f"{address}?path=co.khong")
    refused = text(client, f"{address}?path=co.co")
    assert "Ông/bà chưa nộp được hồ sơ này" in refused
    assert "Cấp giấy phép lao động cho người lao động nước ngoài" in refused
    assert "once only" in text(client, f"/en{address}?path=co.co")


@pages
@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("query", ["next=1", "path=khac", "path=co.khac", "path=" + "x." * 300])
def test_no_answer_or_one_that_is_not_offered_asks_again(client: Client, query: str) -> None:
    response = client.get(f"/thu-tuc/{EXTEND}/phu-hop/?{query}")

    assert response.status_code == 422
    assert "Chọn một câu trả lời" in response.content.decode()


@pages
@pytest.mark.usefixtures("catalogue")
def test_a_guide_nobody_wrote_is_not_found_and_no_questions_lead_back(client: Client) -> None:
    assert client.get("/chon-thu-tuc/khac/").status_code == 404
    assert client.get("/thu-tuc/khac/phu-hop/").status_code == 404
    assert client.get("/thu-tuc/dang-ky-noi-quy-lao-dong/phu-hop/").status_code == 302


@pages
@pytest.mark.usefixtures("catalogue")
def test_guides_are_offered_where_one_looks_for_the_procedure(client: Client) -> None:
    for address in ("/thu-tuc/?event=lao-dong-nuoc-ngoai", f"/thu-tuc/{EXTEND}/"):
        assert f'href="/chon-thu-tuc/{PERMITS}/"' in client.get(address).content.decode()


@pages
@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("query", "slug", "count"),
    [
        ("event=mai-tang", "mai-tang-phi-cuu-chien-binh", 4),
        ("event=khac", "", 106),
        ("level=xa", "", None),
        ("mode=toan_trinh", "", None),
        ("q=giay+phep+lao+dogn", "cap-giay-phep-lao-dong", None),
        ("q=nghi+viec", "giai-quyet-huong-tro-cap-that-nghiep", None),
        ("q=me+don+than", "tro-cap-xa-hoi-hang-thang", None),
        ("q=so+ho+ngheo", "cong-nhan-ho-ngheo-ho-can-ngheo-thuong-xuyen", None),
    ],
)
def test_procedures_are_found_by_event_level_mode_slips_and_other_words(
    client: Client, query: str, slug: str, count: int | None
) -> None:
    response = client.get(f"/thu-tuc/?{query}")

    slugs = [result["slug"] for result in response.context["results"]]
    assert slug in slugs or not slug
    assert count in (None, response.context["count"])
    assert 0 < response.context["count"] <= 106

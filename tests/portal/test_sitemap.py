"""What search engines and catalogues of public software read: the sitemap in both languages, and publiccode.yml."""

import re
import tomllib
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from django.conf import settings
from django.test import Client

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
CODE = yaml.safe_load((settings.BASE_DIR / "publiccode.yml").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("catalogue")
def test_the_sitemap_names_every_public_page_in_both_languages_and_each_opens(client: Client) -> None:
    answer = client.get("/sitemap.xml", headers={"Host": "127.0.0.1"})

    rows = ElementTree.fromstring(answer.content)
    places = [str(row.findtext(f"{SPACE}loc")) for row in rows]
    assert answer["Content-Type"].startswith("application/xml")
    assert all(place.startswith(f"{settings.SITE_URL}/") for place in places)
    paths = [place.removeprefix(settings.SITE_URL) for place in places]
    assert len(paths) == len(set(paths))
    for page in ("/", "/thu-tuc/cap-giay-phep-lao-dong/", "/chon-thu-tuc/mai-tang/", "/tro-giup/"):
        assert {page, f"/en{page}"} <= set(paths)
    assert sum(path.startswith("/thu-tuc/") for path in paths) == 107  # every procedure, and their list
    assert {link.get("hreflang") for link in rows[0].findall(LINK)} == {"vi", "en", "x-default"}
    assert [path for path in paths[::9] if client.get(path).status_code != 200] == []


@pytest.mark.django_db
def test_nothing_in_the_sitemap_is_kept_from_robots_who_are_told_where_it_is(client: Client) -> None:
    robots = client.get("/robots.txt").content.decode()

    shut = re.findall(r"^Disallow: (\S+)$", robots, re.M)
    places = re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    paths = [place.removeprefix(settings.SITE_URL) for place in places]
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in robots
    assert [path for path in paths if any(path.startswith(place) for place in shut)] == []


def test_publiccode_is_complete_by_its_standard() -> None:
    version = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
    needed = {"publiccodeYmlVersion", "name", "url", "developmentStatus", "softwareType", "platforms", "description"}
    needed |= {"categories", "legal", "maintenance", "localisation"}

    assert needed <= set(CODE)
    assert CODE["publiccodeYmlVersion"] == "0.4"
    assert CODE["softwareVersion"] == version
    assert CODE["legal"]["license"] == "MIT"
    assert CODE["softwareType"] in ("standalone/web", "standalone/backend", "library", "addon")
    assert CODE["developmentStatus"] in ("concept", "development", "beta", "stable", "obsolete")
    assert date.fromisoformat(CODE["releaseDate"])
    assert CODE["maintenance"]["type"] in ("internal", "community", "none")
    assert all(contact["name"] for contact in CODE["maintenance"]["contacts"])
    assert set(CODE["localisation"]["availableLanguages"]) == {"vi", "en"} == set(CODE["description"])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_publiccode_describes_itself_within_the_lengths_of_the_standard(language: str) -> None:
    words: dict[str, Any] = CODE["description"][language]

    assert len(words["genericName"]) <= 35
    assert len(words["shortDescription"]) <= 150
    assert 150 <= len(words["longDescription"]) <= 10_000
    assert words["features"]
    assert all(len(feature) <= 100 for feature in words["features"])

"""Cookies: under the prefix that no other host can set over https; under plain names without it."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.http import cookies

SHOW = """
import django, json
django.setup()
from django.conf import settings
from portal.http.cookies import MessageCookie
kinds = ("SESSION", "CSRF", "LANGUAGE")
names = [getattr(settings, kind + "_COOKIE_NAME") for kind in kinds]
parts = ("SECURE", "PATH", "DOMAIN", "SAMESITE")
rest = [[getattr(settings, f"{kind}_COOKIE_{part}") for part in parts] for kind in kinds]
print(json.dumps({"names": [*names, MessageCookie.cookie_name], "rest": rest}))
"""
PRODUCTION = {
    "MOTCUA_DEMO": "0",
    "SITE_URL": "https://mot-cua.example.vn",
    "ALLOWED_HOSTS": "mot-cua.example.vn",
    "DJANGO_SECRET_KEY": "k" * 60,
}


@pytest.mark.parametrize("https", [True, False])
def test_every_cookie_of_the_production_shape_is_of_this_host_alone(https: bool, tmp_path: Any) -> None:
    given = {"MOTCUA_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings"} | (PRODUCTION if https else {})
    answer = subprocess.run(
        [sys.executable, "-c", SHOW], env=os.environ | given, capture_output=True, check=True, cwd=settings.BASE_DIR
    )

    shown = json.loads(answer.stdout)

    assert all(name.startswith("__Host-") is https for name in shown["names"]), shown["names"]
    assert shown["rest"] == [[https, "/", None, "Lax"]] * 3


def test_how_pages_are_shown_is_kept_and_read_under_the_same_name(settings: Any) -> None:
    settings.COOKIE_PREFIX, settings.HTTPS = "__Host-", True
    response, request = HttpResponse(), HttpRequest()

    cookies.keep(response, "co_chu", "lon")
    kept = response.cookies["__Host-co_chu"]
    request.COOKIES = {kept.key: kept.value, "tuong_phan": "cao"}

    assert (kept["secure"], kept["path"], kept["domain"]) == (True, "/", "")
    assert (cookies.chosen(request, "co_chu"), cookies.chosen(request, "tuong_phan")) == ("lon", "")

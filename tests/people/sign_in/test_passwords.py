"""Passwords of the house's own words are refused; everything else may be one."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

GUESSED = ["MotCua@2026", "Một Cửa 2026!", "quantri-hethong-1", "LaoĐộng.2026", "matkhau12345", "Vietnam@123456"]
OWN = ["con mèo nhà tôi màu vàng", "mot-Cua-2026-thu", "7391-5526-8840", "ngựa" * 20, "ẩm ướt! 🐟🐟🐟", "HoSo-DVC-2026"]


@pytest.mark.parametrize("password", GUESSED)
def test_words_of_the_house_with_digits_around_them_are_no_password(password: str) -> None:
    with pytest.raises(ValidationError, match="dễ đoán"):
        validate_password(password)


@pytest.mark.parametrize("password", OWN)
def test_any_letters_of_any_length_may_be_one(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize("password", ["1234567890", "qwertyuiop", "ngan", "congdan.nhat"])
@pytest.mark.django_db
def test_short_leaked_and_one_s_own_name_are_refused_on_the_page(client: Client, password: str) -> None:
    data = {"full_name": "Nguyễn Văn An", "username": "congdan.nhat", "password1": password, "password2": password}

    page = client.post("/dang-ky/", data)

    assert page.status_code == 200
    assert "govuk-error-summary" in page.content.decode()

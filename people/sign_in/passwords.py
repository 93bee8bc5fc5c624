"""Passwords that anybody who knows the house would try first are refused, besides those that are leaked everywhere."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.models.user import RESERVED

# Names of the site, its law, its places and its trade, without marks; those of accounts and posts come with RESERVED.
HOUSE_WORDS = RESERVED | {
    *("dichvucong", "motcua", "hoso", "thutuc", "tiepnhan", "ketqua", "tracuu", "matkhau", "password", "passwd"),
    *("solaodong", "laodong", "thuongbinh", "xahoi", "ldtbxh", "sldtbxh", "nguoicocong", "vieclam", "bhxh"),
    *("vietnam", "hanoi", "saigon", "hochiminh", "danang", "ubnd", "tinh", "chuyenvien", "truongphong", "congdan"),
    *("desk", "officer", "leader", "cashier", "auditor", "qwerty", "asdfgh", "abc", "xyz"),
}
LONGEST_FIRST = re.compile("|".join(sorted(HOUSE_WORDS, key=len, reverse=True)))
LEFT = 2  # letters beside words of the house that make no password of one's own


class HouseWordsValidator:
    """Refuses a password of the house's words with digits and signs around them."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError where, marks, digits and signs aside, nothing else is left."""
        plain = unicodedata.normalize("NFKD", password.lower().replace("đ", "d"))
        letters = re.sub(r"[^a-z]", "", plain)
        if LONGEST_FIRST.search(letters) and len(LONGEST_FIRST.sub("", letters)) <= LEFT:
            raise ValidationError(self.get_help_text(), code="password_of_the_house")

    def get_help_text(self) -> str:
        """What to do instead."""
        return _("Mật khẩu này dễ đoán: chỉ gồm tên của hệ thống, cơ quan hay chức vụ. Thêm vài từ của riêng ông/bà.")

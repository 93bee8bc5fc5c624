"""Numbers of parcels as people type and scan them: two letters, nine digits of which the last checks, two letters.

The form is that of the Universal Postal Union (standard S10), which the postal company of Vietnam prints.
"""

import re
from unicodedata import normalize

from django.utils.translation import gettext as _

from toolbox.references import DASHES, DIGIT, LIKE_DIGITS
from toolbox.refusal import Refused
from toolbox.text import entered

LONGEST = 400  # characters of a scan that are looked at
BETWEEN = r"[\s.\-]{0,3}"
WRITTEN = re.compile(
    rf"(?<![A-Z0-9])([A-Z]{BETWEEN}[A-Z])((?:{BETWEEN}{DIGIT}){{9}}){BETWEEN}([A-Z]{BETWEEN}[A-Z])(?![A-Z0-9])"
)
WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


class NotANumber(Refused):
    """What was typed is no number of a parcel, or not one number."""


def parcel_number(typed: str, *, as_printed: bool = False) -> str:
    """The number that *typed* holds, however it is spaced, in an address or a label, as it is stored.

    *as_printed* takes one whose last digit does not check: somebody looked again. Raises NotANumber, in words.

    >>> parcel_number("Mã bưu gửi: ea 123 456 785 vn")
    'EA123456785VN'
    """
    text = entered(typed[:LONGEST]).translate(DASHES).upper()
    numbers = {_joined(*match.groups()) for match in WRITTEN.finditer(text)}
    if len(numbers) > 1:
        raise NotANumber(_("Có hơn một số bưu gửi trong chuỗi vừa nhập. Quét hoặc nhập từng bưu gửi."))
    if not numbers:
        raise NotANumber(_what_is_wrong(text))
    [number] = numbers
    if not as_printed and number[10] != check_digit(number[2:10]):
        raise NotANumber(
            _("Số bưu gửi %(number)s không khớp chữ số kiểm tra: có chữ số gõ nhầm. So lại với nhãn của bưu điện.")
            % {"number": number}
        )
    return number


def check_digit(serial: str) -> str:
    """The ninth digit that follows the eight of *serial* (UPU S10).

    >>> check_digit("12345678"), check_digit("47312482")
    ('5', '9')
    """
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, serial, strict=True)) % 11
    return str({0: 5, 1: 0}.get(rest, 11 - rest))


def _joined(service: str, digits: str, country: str) -> str:
    letters = (re.sub(r"[^A-Z]", "", part) for part in (service, country))
    first, last = letters
    return first + re.sub(r"[^0-9OIL]", "", digits).translate(LIKE_DIGITS) + last


def _what_is_wrong(text: str) -> str:
    if not text.strip():
        return _("Nhập hoặc quét số bưu gửi.")
    plain = "".join(text.split())
    if len(plain) <= 20 and normalize("NFD", plain) != plain:
        return _("Chuỗi quét bị bộ gõ làm sai. Tắt bộ gõ tiếng Việt rồi quét lại, hoặc nhập tay.")
    return _("Số bưu gửi gồm 2 chữ cái, 9 chữ số, 2 chữ cái, ví dụ EA123456785VN. Xem trên nhãn của bưu điện.")

"""Check digits and parts of citizen numbers, tax codes and telephone numbers. Pure.

Circular 105/2020/TT-BTC on tax codes; Decree 137/2015/NĐ-CP art. 13 and Circular 59/2021/TT-BCA on citizen numbers.
"""

import re

from people.provinces import codes
from toolbox.text import entered

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
TAX_CODE = re.compile(r"[0-9]{10}(-[0-9]{3})?")
CITIZEN_ID = re.compile(r"[0-9]{12}")
TEN = 10
FIRST_CENTURY = 1900  # the fourth digit: 0 and 1 for men and women born 1900-1999, 2 and 3 a century later …
# Mobile: ten digits; land line: an area code from 02; army and police: 069; 1800 and 1900: bodies that many call.
PHONE = re.compile(r"0[35789][0-9]{8}|02[0-9]{8,9}|069[0-9]{6,8}|1[89]00[0-9]{4,6}|\+(?!84)[1-9][0-9]{6,14}")
GROUPING = re.compile(r"[\s.,\-()/\u2013\u2014]")


def tax_code_fits(code: str) -> bool:
    """True when the tenth digit of a tax code is the check digit of the nine before it.

    The province part is never 00, the sequence never 0000000 and a branch never 000.
    """
    if not TAX_CODE.fullmatch(code) or code.startswith("00") or code.endswith("-000"):
        return False
    if code[2:9] == "0000000":
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, code[:9], strict=True))
    return TEN - total % 11 == int(code[9])


def citizen_id_fits(number: str) -> bool:
    """True for twelve digits that begin with a province's code (after a 0) or a country's; there is no check digit."""
    if not CITIZEN_ID.fullmatch(number):
        return False
    return number[0] != "0" or number[1:3] in codes()


def birth_year(number: str) -> int:
    """The year of birth that a citizen number carries: century in its fourth digit, year in the two after it."""
    return FIRST_CENTURY + int(number[3]) // 2 * 100 + int(number[4:6])


def sex_of(number: str) -> str:
    """The sex that a citizen number carries in its fourth digit, as forms ask for it: `nam`, `nu`."""
    return "nu" if int(number[3]) % 2 else "nam"


def phone_number(typed: str) -> str:
    """*typed* as dialled at home, `0912345678`; with its country code when it is foreign; empty for no number."""
    digits = without_grouping(typed).lower().removeprefix("tel:")
    digits = re.sub(r"^(\+84|0084|84(?=[0-9]{9,10}$))0?", "0", digits)
    if not CITIZEN_ID.fullmatch(digits):  # most citizen numbers begin with 00, too
        digits = re.sub(r"^00(?=[1-9])", "+", digits)
    return digits if PHONE.fullmatch(digits) else ""


def without_grouping(typed: str) -> str:
    """A number without the spaces and signs people group its digits by, however they were typed."""
    return GROUPING.sub("", entered(typed))


def phone_groups(number: str) -> str:
    """`0912 345 678`: a mobile number in groups; others as they are."""
    mobile = re.fullmatch(r"(0[35789][0-9]{2})([0-9]{3})([0-9]{3})", number)
    return " ".join(mobile.groups()) if mobile else number

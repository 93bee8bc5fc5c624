"""Countries by their ISO 3166 code, named by the Unicode locale data."""

from functools import lru_cache

from babel import Locale

from toolbox.text import fold

NOT_COUNTRIES = ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO")


@lru_cache
def names() -> dict[str, tuple[str, str]]:
    """Vietnamese and English name by code, in Vietnamese order."""
    vi, en = ({str(code): str(name) for code, name in Locale(tag).territories.items()} for tag in ("vi", "en"))
    codes = [code for code in vi if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES]
    return {code: (vi[code], en.get(code, code)) for code in sorted(codes, key=lambda code: fold(vi[code]))}

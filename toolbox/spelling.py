"""Spell whole numbers in Vietnamese, as receipts print sums of money.

Not num2words: it leaves out the zeros that receipts spell out (1 005 000 is “một triệu không trăm lẻ năm nghìn”).
"""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
THOUSANDS = ("", "nghìn", "triệu")
BILLION = 10**9


def in_words(number: int) -> str:
    """`sáu trăm nghìn` for 600000; *number* is not negative."""
    return " ".join(_spelt(number, first=True)) if number else DIGITS[0]


def _spelt(number: int, *, first: bool) -> list[str]:
    """Billions, then millions, thousands and the rest; zeros between them are spelt unless they come *first*."""
    words: list[str] = []
    billions, rest = divmod(number, BILLION)
    if billions:
        words += [*_spelt(billions, first=first), "tỷ"]
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            words += _group(group, first=first and not words)
            words += [THOUSANDS[power]] if power else []
    return words


def _group(number: int, *, first: bool) -> list[str]:
    """Up to three digits; not the *first* group of a number spells its missing hundreds too."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [DIGITS[hundreds], "trăm"] if hundreds or not first else []
    if tens == 0:
        lone = [DIGITS[ones]] if ones else []
        return words + (["lẻ", *lone] if words and lone else lone)
    words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    last = {0: [], 1: ["một" if tens == 1 else "mốt"], 5: ["lăm"]}
    return words + last.get(ones, [DIGITS[ones]])

"""Places in a sheet as Excel writes them: columns by letters, cells as `E5`."""

import re

REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def column_number(reference: str) -> int:
    """The number of the column of a cell: A is 1, AA is 27; 0 for what is no cell.

    >>> column_number("AA5"), column_number("?")
    (27, 0)
    """
    place, number = REFERENCE.match(reference), 0
    for letter in place[1] if place else "":
        number = number * 26 + ord(letter) - 64
    return number


def row_number(reference: str) -> int:
    """The number of the row of a cell; 0 for what is no cell."""
    place = REFERENCE.match(reference)
    return int(place[2]) if place else 0


def letters_of(number: int) -> str:
    """A column by its letters.

    >>> letters_of(27)
    'AA'
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

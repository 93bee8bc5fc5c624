"""A postal company that is none: for the demo, tests and trials. What it says follows from the number alone.

The last digit of the serial (before the one that checks) decides: 7 is still under way, 8 comes back, 9 never answers,
and every other was delivered. Numbers it gives itself end in 0.
"""

from datetime import datetime
from secrets import randbelow

from dossiers.postal.numbers import check_digit
from dossiers.postal.port import Fact, Status

UNDER_WAY, CAME_BACK, SILENT = "7", "8", "9"


class Sandbox:
    """The provider `sandbox` of the setting POSTAL_SERVICE."""

    def register(self, *, recipient: str, address: str, reference: str) -> str:
        """A number drawn by chance: the desk refuses one that it has already, and asks again."""
        serial = f"{randbelow(10**7):07d}0"
        return f"MC{serial}{check_digit(serial)}VN"

    def status(self, number: str, at: datetime) -> Status:
        """As the last digit of the serial says."""
        match number[9]:
            case digit if digit == SILENT:
                raise TimeoutError
            case digit if digit == UNDER_WAY:
                return Status(Fact.UNDER_WAY)
            case digit if digit == CAME_BACK:
                return Status(Fact.CAME_BACK, at, "Không có người nhận, đã báo hai lần", f"CH-{number}")
            case _:
                return Status(Fact.DELIVERED, at, "", f"BP-{number}")

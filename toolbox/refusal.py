"""The exceptions of acts that are refused: not allowed now, never allowed, or with invalid input."""

from django.utils.translation import gettext as _


class Refused(Exception):
    """Raised by an act; *message* is fit for the person to read. Pages show it, the API answers 409."""

    def __init__(self, message: str) -> None:
        super().__init__(str(message))
        self.message = str(message)


class Forbidden(Refused):
    """The person may never do this, whatever the state; the API answers 403."""


class InvalidInput(Refused):
    """Input that is missing or wrong; `errors` maps a field or component key to its messages."""

    def __init__(self, errors: dict[str, list[str]], message: str = "") -> None:
        super().__init__(message or _("Hồ sơ còn phần chưa xong. Sửa các phần được nêu rồi nộp lại."))
        self.errors = errors


def first_faults(faults: list[str], most: int = 20) -> list[str]:
    """At most *most* of the faults of a file; when there are more, the last line says so."""
    if len(faults) <= most:
        return faults
    return [*faults[:most], _("Còn lỗi khác chưa nêu ở đây; sửa các lỗi trên rồi gửi lại.")]

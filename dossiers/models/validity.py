"""Validity: whether a paper holds on a day, as a code for programs and in words for anybody.

Who holds a document may ask whether it still counts (Decree 130/2018 art. 9); why it ended is told to its holder only.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Validity(models.TextChoices):
    """How a paper stands; what ended stays ended, whatever day it is."""

    VALID = "valid", _("Còn giá trị")
    NOT_YET = "not_yet_valid", _("Chưa có giá trị")
    EXPIRED = "expired", _("Đã hết hạn")
    REPLACED = "replaced", _("Đã thay bằng bản khác")
    REVOKED = "revoked", _("Đã thu hồi")
    VOID = "void", _("Đã hủy, không còn giá trị")
    UNSEALED = "unsealed", _("Chưa đóng dấu nên chưa phát hành, chưa có giá trị")


# With the day, and with the number of the paper that takes its place.
IN_WORDS: dict[Validity, Any] = {
    Validity.VALID: _("Còn giá trị đến hết ngày %(day)s"),
    Validity.NOT_YET: _("Chưa có giá trị: có giá trị từ ngày %(day)s"),
    Validity.EXPIRED: _("Đã hết hạn: có giá trị đến hết ngày %(day)s"),
    Validity.REPLACED: _("Đã thay bằng văn bản số %(number)s ngày %(day)s, bản này không còn giá trị"),
    Validity.REVOKED: _("Đã thu hồi ngày %(day)s, không còn giá trị"),
}

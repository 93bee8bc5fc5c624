"""SigningFault: why a paper is not signed yet, in words for staff; kept on its row until it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SigningFault(models.TextChoices):
    """What stands in the way of a signature; the worker tries again by itself, of a wrong PIN only with another one."""

    KEY = "key", _("chưa có khóa ký, hoặc không mở được tệp khóa")
    PIN = "pin", _("mã PIN của thiết bị ký không đúng; không thử lại cho tới khi quản trị hệ thống đặt mã khác")
    TOKEN = "token", _("không thấy thiết bị ký, hoặc thiết bị đã bị rút ra")
    MODULE = "module", _("không mở được thư viện của thiết bị ký")
    SILENT = "silent", _("thiết bị ký không trả lời")
    DEVICE = "device", _("thiết bị ký báo lỗi")
    EARLY = "early", _("chứng thư số chưa có hiệu lực")
    EXPIRED = "expired", _("chứng thư số đã hết hạn")
    REVOKED = "revoked", _("chứng thư số đã bị thu hồi")
    STAMP = "stamp", _("dịch vụ cấp dấu thời gian không trả lời; sắp ký không kèm dấu thời gian")

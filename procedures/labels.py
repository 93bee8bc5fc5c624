"""Labels of an edition's facts, as a citizen reads them: applicants, term, fee, channel, code."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from procedures.editions import files
from procedures.models import Edition, TypicalTime
from procedures.questions.numbers import grouped

APPLICANTS = {
    "citizen": _lazy("Cá nhân"),
    "enterprise": _lazy("Doanh nghiệp"),
    "organisation": _lazy("Cơ quan, tổ chức"),
    "foreigner": _lazy("Người nước ngoài"),
}
LEVELS = {"tinh": _lazy("Cấp tỉnh"), "huyen": _lazy("Cấp huyện"), "xa": _lazy("Cấp xã")}
SERVICE_MODES = {
    "toan_trinh": _lazy("Trực tuyến toàn trình"),
    "mot_phan": _lazy("Trực tuyến một phần"),
    "thong_tin": _lazy("Chỉ cung cấp thông tin"),
}
FEE_KINDS = {"phi": _lazy("Phí"), "le_phi": _lazy("Lệ phí")}
FEE_GROUPS = {
    "child": _lazy("Trẻ em"),
    "poor_household": _lazy("Hộ nghèo"),
    "elderly": _lazy("Người cao tuổi"),
    "disabled": _lazy("Người khuyết tật"),
    "merit": _lazy("Người có công với cách mạng"),
    "ethnic_minority": _lazy("Đồng bào dân tộc thiểu số ở xã đặc biệt khó khăn"),
}
PAPER_TYPES = {
    "original": _lazy("Bản chính"),
    "certified_copy": _lazy("Bản sao chứng thực"),
    "plain_copy": _lazy("Bản sao"),
    "original_or_certified_copy": _lazy("Bản chính hoặc bản sao chứng thực"),
}
VERDICTS = {
    "reception": _lazy("Ngày tiếp nhận, chưa tính"),
    "counted": _lazy("Tính"),
    "weekend": _lazy("Nghỉ cuối tuần"),
    "holiday": _lazy("Nghỉ lễ"),
    "swapped_off": _lazy("Nghỉ hoán đổi"),
    "swapped_work": _lazy("Làm bù, tính"),
    "closure": _lazy("Cơ quan đóng cửa"),
    "waiting": _lazy("Chờ bổ sung, không tính"),
    "shifted": _lazy("Dời sang ngày làm việc"),
}
PARTS = {
    "code": _lazy("mã thủ tục"),
    "name_vi": _lazy("tên thủ tục"),
    "field_vi": _lazy("lĩnh vực"),
    "level": _lazy("cấp thực hiện"),
    "applicants": _lazy("đối tượng thực hiện"),
    "time_limit": _lazy("thời hạn theo luật"),
    "local_time_limit": _lazy("thời hạn rút ngắn ở địa phương"),
    "steps": _lazy("trình tự thực hiện"),
    "service": _lazy("mức độ dịch vụ trực tuyến"),
    "fees": _lazy("phí, lệ phí"),
    "components": _lazy("thành phần hồ sơ"),
    "results": _lazy("kết quả"),
    "seal": _lazy("cách đóng dấu kết quả"),
    "conditions_vi": _lazy("yêu cầu, điều kiện"),
    "legal_basis": _lazy("căn cứ pháp lý"),
    "receiving_vi": _lazy("nơi tiếp nhận"),
    "approver_vi": _lazy("cơ quan quyết định"),
    "delegation": _lazy("ủy quyền"),
    "postal_return": _lazy("trả kết quả qua bưu chính"),
    "eform": _lazy("mẫu đơn điện tử"),
    "successor": _lazy("thủ tục thay thế"),
    "form": _lazy("mẫu đơn điện tử"),
    "eligibility": _lazy("câu hỏi trước khi nộp"),
    "fee": _lazy("phí, lệ phí"),
    "description_vi": _lazy("mô tả"),
    "channels": _lazy("cách nộp"),
    "edition": _lazy("quyết định công bố"),
}


def life_events() -> list[dict[str, str]]:
    """Events of people's lives in the language of the page: slug, name, icon."""
    english = (get_language() or "vi").startswith("en")
    return [
        {"slug": row["slug"], "icon": row["icon"], "name": row["name_en"] if english else row["name_vi"]}
        for row in files.read_events()
    ]


def who(edition: Edition) -> list[str]:
    """`Cá nhân`, `Doanh nghiệp`: who may file."""
    return [str(APPLICANTS[kind]) for kind in edition.content["applicants"]]


def stage(row: Mapping[str, Any]) -> str:
    """`5 ngày làm việc`."""
    n = int(row["value"])
    words = {
        "working_day": ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", n),
        "calendar_day": ngettext("%(n)d ngày", "%(n)d ngày", n),
        "working_hour": ngettext("%(n)d giờ làm việc", "%(n)d giờ làm việc", n),
        "hour": ngettext("%(n)d giờ", "%(n)d giờ", n),
        "month": ngettext("%(n)d tháng", "%(n)d tháng", n),
    }
    return words[row["unit"]] % {"n": n}


def term(stages: Sequence[Mapping[str, Any]]) -> str:
    """A whole term in one line; `Chưa công bố` for none. Days of several kinds are added up as days."""
    units = {row["unit"] for row in stages}
    if not stages:
        return _("Chưa công bố")
    whole = sum(int(row["value"]) for row in stages)
    if len(units) == 1:
        return stage({"value": whole, "unit": units.pop()})
    if units <= {"working_day", "calendar_day"}:
        return _("%(n)d ngày, qua %(k)d chặng") % {"n": whole, "k": len(stages)}
    return " + ".join(stage(row) for row in stages)


def term_in_force(edition: Edition) -> str:
    """The limit that applies here, shorter than the law's where the department adopted one."""
    if edition.same_day:
        return _("Trong ngày làm việc")
    return term(edition.stages)


def typical_time(row: TypicalTime) -> str:
    """`Một nửa xong trong 3 ngày làm việc, chín phần mười trong 5 ngày làm việc`: what really happened of late."""
    return _("Một nửa số hồ sơ xong trong %(half)s, chín phần mười trong %(most)s") % {
        "half": _worked(row.half_days),
        "most": _worked(row.most_days),
    }


def _worked(days: int) -> str:
    return stage({"value": days, "unit": "working_day"}) if days else _("ngày tiếp nhận")


def fee(edition: Edition) -> str:
    """`Không thu`, `600.000 đồng`, or that the amount is not published."""
    if edition.content.get("fee_free"):
        return _("Không thu")
    if edition.fee_amount:
        return _("%(amount)s đồng") % {"amount": grouped(edition.fee_amount)}
    return _("Có thu, mức chưa công bố")


def online_level(edition: Edition) -> str:
    """The level of online service; a procedure below level 3 takes the desk and the post only."""
    if not edition.online:
        return _("Nộp tại quầy hoặc qua bưu chính")
    return str(SERVICE_MODES[edition.content["service"]["mode"]])


def code(edition: Edition) -> str:
    """The national code; marked as unchecked unless its source was read."""
    value: str = edition.procedure.code
    if not value:
        return _("chưa có mã")
    if edition.content["confirmed"].get("code") == "source":
        return value
    return _("%(code)s (chưa đối chiếu)") % {"code": value}

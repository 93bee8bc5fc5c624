"""Check an inner procedure: every chain ends, is done by posts that may, and fits its term where it is edited.

Pure: content in, faults in words out. Which units exist is asked where units are known (`portal/units.py`).
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

PHASES = ("reception", "appraisal", "approval", "return")
POSTS = {
    "reception": ("desk",),
    "appraisal": ("officer", "head", "leader"),
    "approval": ("head", "leader"),
    "return": ("desk",),
}
FOUR_STEPS, HOURS_A_DAY = 4, 8


def step_faults(content: dict[str, Any]) -> list[str]:
    """What is wrong with the internal steps of a file that fits the schema, each with the step it is about."""
    steps = content["internal_steps"]
    return [*_faults_of_order(steps, len(content["steps"])), *_faults_of_posts(content)]


def _faults_of_order(steps: list[dict[str, Any]], published: int) -> Iterator[str]:
    for key, count in Counter(step["key"] for step in steps).items():
        if count > 1:
            yield _("internal_steps/%(key)s: có %(count)d bước cùng tên, quy trình sẽ quay vòng") % {
                "key": key,
                "count": count,
            }
    places = [PHASES.index(step["phase"]) for step in steps]
    if places != sorted(places):
        yield _("internal_steps: các bước phải theo thứ tự tiếp nhận, thẩm định, phê duyệt, trả kết quả")
    wanted = [phase for phase in PHASES if phase != "approval" or published == FOUR_STEPS]
    for phase in PHASES:
        if phase in wanted and PHASES.index(phase) not in places:
            yield _("internal_steps: thiếu bước của giai đoạn %(phase)s nên hồ sơ không đi tiếp được") % {
                "phase": phase
            }
        if phase not in wanted and PHASES.index(phase) in places:
            yield _("internal_steps: thủ tục ba bước không có giai đoạn phê duyệt")


def _faults_of_posts(content: dict[str, Any]) -> Iterator[str]:
    steps, signer = content["internal_steps"], content["units"]["signer_role"]
    for step in steps:
        if step["post"] not in POSTS[step["phase"]]:
            yield _("internal_steps/%(key)s: vị trí %(post)s không làm bước này") % {
                "key": step["key"],
                "post": step["post"],
            }
        if "unit" in step and step["phase"] != "appraisal":
            yield _("internal_steps/%(key)s: chỉ bước thẩm định mới giao cho một đơn vị khác") % {"key": step["key"]}
    appraisal, levels = ([step for step in steps if step["phase"] == phase] for phase in ("appraisal", "approval"))
    if levels and levels[-1]["post"] != signer:
        yield _("internal_steps/%(key)s: cấp cuối cùng phải là người ký kết quả (%(signer)s)") % {
            "key": levels[-1]["key"],
            "signer": signer,
        }
    if any(step["post"] == "leader" for step in levels[:-1]):
        yield _("internal_steps: chỉ lãnh đạo phòng có ý kiến trước người ký; lãnh đạo Sở ký ở cấp cuối")
    signing = [n for n, step in enumerate(appraisal, 1) if step["post"] == "leader"]
    if signing and (levels or signing != [len(appraisal)] or len(appraisal) == 1):
        yield _("internal_steps: lãnh đạo Sở chỉ làm bước ký, là bước thẩm định cuối của thủ tục ba bước")


def time_faults(content: dict[str, Any]) -> Iterator[str]:
    """That allowances together do not fit the term, where both are counted in office time.

    Asked where steps are edited: a term that a decision shortens applies at once, and the steps follow it.
    """
    days = _days_of(content["time_limit"])
    spent = sum(step.get("working_days", 0) for step in content["internal_steps"])
    if days is not None and spent > days:
        yield _("internal_steps: các bước cộng lại %(spent)d ngày làm việc, quá thời hạn %(days)s ngày") % {
            "spent": spent,
            "days": f"{days:g}".replace(".", ","),
        }


def _days_of(limit: dict[str, Any]) -> float | None:
    """The term in working days; None where it is unpublished or counted in other days."""
    stages = [limit["adopted"]] if "adopted" in limit else limit.get("stages", [])
    if not stages:
        return None
    share = {"working_day": 1.0, "working_hour": 1 / HOURS_A_DAY}
    if any(stage["unit"] not in share for stage in stages):
        return None
    return float(sum(stage["value"] * share[stage["unit"]] for stage in stages))

"""Inner procedures of several steps and levels, for the edition of the cast."""

from typing import Any

from procedures.models import Edition
from tests.dossiers.conftest import changed
from tests.support.stories import Cast


def step(key: str, phase: str, post: str, **more: Any) -> dict[str, Any]:
    """A step of an inner procedure."""
    return {"key": key, "phase": phase, "name_vi": key, "post": post, **more}


LEVELS = [
    step("nhan", "reception", "desk"),
    step("xem", "appraisal", "officer", working_days=2),
    step("kiem-tra", "appraisal", "officer", working_days=1, needs_vi="Kết luận kiểm tra"),
    step("phong", "approval", "head", working_days=1),
    step("so", "approval", "leader", working_days=1),
    step("tra", "return", "desk"),
]
SIGNING = [
    step("nhan", "reception", "desk"),
    step("xem", "appraisal", "officer", working_days=2),
    step("ky", "appraisal", "leader", working_days=1),
    step("tra", "return", "desk"),
]


def with_steps(cast: Cast, steps: list[dict[str, Any]], count: int = 4, **more: Any) -> Edition:
    """The edition of the cast with these internal steps."""
    content = {**cast.edition.content, "internal_steps": steps, **more}
    return changed(cast.edition, content=content, step_count=count)

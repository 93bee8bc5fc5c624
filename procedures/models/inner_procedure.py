"""InnerProcedure: the internal steps of an edition, as questions about their order."""

from typing import Any

Step = dict[str, Any]  # key, phase, name_vi, post; perhaps working_days, unit, needs_vi, may_send_back, alerts
APPRAISAL, APPROVAL = "appraisal", "approval"


class InnerProcedure:
    """Properties of an edition's internal steps (quy trình nội bộ, Decree 61/2018 art. 19, Circular 01/2018 art. 8)."""

    content: Any

    @property
    def internal_steps(self) -> list[Step]:
        """The internal steps, in order: key, phase, name, post, allowance."""
        steps: list[Step] = self.content["internal_steps"]
        return steps

    @property
    def is_strict(self) -> bool:
        """No level may be passed over; else who signs may decide over a missing one, and the record says so."""
        return bool(self.content.get("levels") == "strict")

    def internal_step(self, key: str) -> Step | None:
        """The step called *key*; None where there is none."""
        return next((step for step in self.internal_steps if step["key"] == key), None)

    def steps_in(self, phase: str) -> list[Step]:
        """The steps of one phase, in order."""
        return [step for step in self.internal_steps if step["phase"] == phase]

    def post_of(self, step: Step) -> str:
        """The role that does *step*; the last level of approval is that of who signs, whatever the step says."""
        is_last = step["phase"] == APPROVAL and not self.steps_from(step["key"])
        return str(self.content["units"]["signer_role"] if is_last else step["post"])

    def steps_from(self, key: str) -> list[Step]:
        """The steps that follow *key* within its phase, in order."""
        step = self.internal_step(key)
        rows = self.steps_in(step["phase"]) if step else []
        return rows[rows.index(step) + 1 :] if step else []

    def steps_before(self, key: str) -> list[Step]:
        """The steps that come before *key* within its phase, in order."""
        step = self.internal_step(key)
        rows = self.steps_in(step["phase"]) if step else []
        return rows[: rows.index(step)] if step else []

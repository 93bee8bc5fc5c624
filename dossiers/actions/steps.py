"""Acts inside a phase: complete a step of the appraisal, endorse before the signer; and the order of the levels.

The internal steps are data of the edition (Decree 61/2018 art. 19.1; quy trình nội bộ). They move nothing that the
applicant was promised: a step has its own clock, the term has the law's.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.preconditions import require_as_seen, require_post, require_text, unit_in_charge
from dossiers.journal import Act, Lockable, entry
from dossiers.models import Dossier, State, particulars
from dossiers.models.event import Verb
from people.models import Post, User
from procedures.models.inner_procedure import APPRAISAL, APPROVAL, Step
from toolbox.refusal import Refused


def complete_step(dossier: Lockable, note: str = "", *, by: User, at: datetime) -> Dossier:
    """Finish one step of the appraisal; the next one begins, in the unit and with the time that the edition gives it.

    *note* is what the step needs to be written down (`needs_vi`), as the findings of an inspection (art. 19.3).
    """
    with entry(dossier, Verb.STEP_COMPLETED, by=by, at=at, note=note) as act:
        dossier = act.dossier
        require_post(act, dossier.to_next_step)
        dossier.to_next_step()
        step, following = dossier.inner_step, dossier.following_steps
        if step is None or not dossier.may_go_on:
            raise Refused(_("Đây là bước thẩm định cuối. Trình kết quả để hồ sơ đi tiếp."))
        if needed := step.get("needs_vi"):
            require_text(note, _("Bước này cần ghi: %(what)s.") % {"what": needed}, name="note")
        _begin(act, following[0])
    return act.dossier


def endorse(dossier: Lockable, note: str = "", *, by: User, at: datetime, preview: str = "") -> Dossier:
    """Agree with a proposal before who signs it, and pass it up one level; never one's own proposal.

    *preview* as of an approval.
    """
    with entry(dossier, Verb.ENDORSED, by=by, at=at, note=note) as act:
        dossier = act.dossier
        post = require_post(act, dossier.to_endorsed)
        dossier.to_endorsed()
        if not dossier.levels_left:
            raise Refused(_("Hồ sơ đang chờ người ký quyết định, không còn cấp cho ý kiến."))
        require_as_seen(dossier, preview)
        dossier.endorsed_by = sorted({*dossier.endorsed_by, by.pk, post.user_id})
        _begin(act, dossier.edition.steps_from(dossier.levels_left[0]["key"])[0])
    return act.dossier


def pass_up(act: Act, left: list[Step]) -> None:
    """Place a proposal on the first level that is not the proposer's own post, and name the steps nobody did.

    *left* are the steps of the appraisal that were not completed. A head who proposes does not endorse it: the next
    level has it. Raises Refused where the edition is strict and a step of the appraisal was left out.
    """
    dossier = act.dossier
    left_out = [step["key"] for step in left]
    if left_out and dossier.edition.is_strict:
        raise Refused(_("Chưa làm xong các bước thẩm định của quy trình nội bộ. Làm xong từng bước rồi trình."))
    levels = dossier.edition.steps_in(APPROVAL)
    while levels[1:] and _holds(act.by, levels[0], dossier, act.at):
        left_out.append(levels.pop(0)["key"])
    if left_out:
        act.particulars[particulars.STEPS_PASSED_OVER] = left_out
    dossier.endorsed_by = []
    _begin(act, levels[0])


def pass_over_levels(act: Act) -> None:
    """Note the levels that the signer decides over. Raises Refused where the edition is strict."""
    left = [step["key"] for step in act.dossier.levels_left]
    if left and act.dossier.edition.is_strict:
        names = ", ".join(str(step["name_vi"]) for step in act.dossier.levels_left)
        raise Refused(_("Quy trình nội bộ cần ý kiến trước khi ký: %(levels)s.") % {"levels": names})
    if left:
        act.particulars[particulars.STEPS_PASSED_OVER] = left


def return_to_level(act: Act, key: str) -> None:
    """Send a proposal back to an earlier level of approval instead of its drafter. Raises Refused for no such level."""
    dossier = act.dossier
    level = next((row for row in dossier.levels_before if row["key"] == key), None)
    if level is None:
        raise Refused(_("Chỉ trả lại được cho người trình hoặc một cấp trước cấp này."))
    dossier.endorsed_by = []
    _begin(act, level)


def pass_to_signer(act: Act) -> None:
    """Give the draft of three steps to who signs it: on their own step where the edition has one."""
    dossier = act.dossier
    steps = [step for step in dossier.edition.steps_in(APPRAISAL) if step["post"] == Post.Role.LEADER]
    if steps:
        _begin(act, steps[-1])
        return
    unit = dossier.holder_unit
    if unit and unit.parent_id and dossier.edition.signer_role != Post.Role.HEAD:
        dossier.holder_unit = unit.parent
    dossier.holder = None


def return_to_last_step(act: Act) -> None:
    """Place what comes back from approval on the step that drafts: the last one of the appraisal."""
    dossier = act.dossier
    steps = [step for step in dossier.edition.steps_in(APPRAISAL) if step["post"] != Post.Role.LEADER]
    dossier.endorsed_by = []
    if steps:
        _enter(act, steps[-1])


def _begin(act: Act, step: Step) -> None:
    """Place it on *step*, with the unit that has it; nobody handles it yet unless they do already."""
    _enter(act, step)
    dossier = act.dossier
    unit, post = dossier.holder_unit, dossier.edition.post_of(step)
    if post == Post.Role.LEADER:
        unit = unit.parent if unit and unit.parent_id else unit
    else:
        unit = unit_in_charge(step.get("unit") or dossier.edition.appraisal_unit_code, act.at)
    if unit != dossier.holder_unit or step["phase"] != APPRAISAL or post != Post.Role.OFFICER:
        dossier.holder = None
    dossier.holder_unit = unit


def _enter(act: Act, step: Step) -> None:
    """Place it on *step*; the record names it unless the phase says it: the first of a phase that begins with this."""
    act.dossier.enter_step(step)
    begins = State(act.was).facts.phase != step["phase"]
    if not begins or step != act.dossier.edition.steps_in(step["phase"])[0]:
        act.particulars[particulars.STEP] = step["key"]


def _holds(user: User, step: Step, dossier: Dossier, at: datetime) -> bool:
    """True when *user* has the post of *step* over the unit that has the dossier."""
    unit, day = dossier.holder_unit, timezone.localdate(at)
    posts = (post for post in user.active_posts if post.role == step["post"] and post.in_force(day))
    return unit is not None and any(post.covers(unit) for post in posts)

"""Whatever is saved and sent in answer to a request, by whomever: nothing changes but what was asked for."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dossiers import actions
from dossiers.journal.verification import verify
from dossiers.models import Dossier, Interruption
from dossiers.supplement import askable, opened, reply_to
from tests.dossiers.conftest import again
from tests.support import factories
from tests.support.stories import TUESDAY, WEDNESDAY, Cast
from toolbox.refusal import Refused

pytestmark = pytest.mark.django_db
TYPED = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**6),
    st.text(max_size=12),
    st.sampled_from(["TRAN VAN BINH", "buu_chinh", "truc_tiep", "C7654321", "2026-12-31", "VN", "nam", "*"]),
    st.dictionaries(st.sampled_from(["province", "commune", "detail"]), st.text(max_size=8), max_size=3),
    st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2), max_size=2),
)
GOOD = {"worker_full_name": "TRAN VAN BINH", "passport_no": "C7654321", "employees_total": 5000, "approval_no": ""}
KNOWN = [*GOOD, "result_delivery", "work_from"]
KEYS = st.sampled_from([*KNOWN, "result_address", "approval_date", "employees_foreign", "work_to", "khong-co", ""])
ANSWERS = st.dictionaries(KEYS, TYPED, max_size=4)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), ANSWERS),
        st.tuples(st.just("send"), ANSWERS),
        st.tuples(st.just("send at the desk"), ANSWERS),
        st.tuples(st.just("attach"), st.integers(0, 4)),
        st.tuples(st.sampled_from(["save what passes", "send"]), st.none()),
    ),
    min_size=1,
    max_size=6,
)
ONCE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


def ask(cast: Cast, dossier: Dossier, keys: list[str]) -> Dossier:
    """The answers, and one paper that is not the first."""
    items = [{"question": key, "reason": "wrong-answer"} for key in keys]
    items += [{"component": dossier.components[1]["key"], "reason": "unreadable"}]
    return actions.request_supplement(dossier, items, "Sai", by=cast.officer, at=TUESDAY)


def step(cast: Cast, dossier: Dossier, name: str, given: Any) -> None:
    """One try of the applicant's side, or of the desk."""
    who = {"by": cast.clerk if name.endswith("desk") else cast.citizen, "at": WEDNESDAY}
    if name == "save what passes":
        asked = dossier.open_supplement.questions if dossier.open_supplement else ()
        actions.save_unsent_answers(dossier, {key: GOOD[key] for key in asked if key in GOOD}, **who)
    elif name == "save":
        actions.save_unsent_answers(dossier, given, **who)
    elif name == "attach":
        key = dossier.components[given % len(dossier.components)]["key"]
        factories.attach(dossier, cast.citizen, WEDNESDAY, factories.photo("gold"), key)
    else:
        actions.supply(dossier, answers=given or {}, note="Đã xem lại", **who)


def require_only(after: Dossier, open_keys: set[str], before: dict[str, Any], files: set[str]) -> None:
    """Only open answers differ, only papers that were asked for came, none went, and the record verifies."""
    changed = {key for key in before | after.answers if before.get(key) != after.answers.get(key)}
    request = after.interruptions.get()
    new = after.attachments.filter(supplement=request).values_list("component", flat=True)
    assert changed <= open_keys
    assert set(new) <= set(request.components)
    assert files <= set(after.attachments.values_list("component", flat=True))
    assert verify(after) == []


def test_nothing_changes_but_what_was_asked_for(cast: Cast) -> None:
    filed = cast.appraised()
    sent = set[bool]()

    @ONCE
    @example(keys=["passport_no"], steps=[("save what passes", None), ("send", None)])
    @given(keys=st.lists(st.sampled_from(KNOWN), min_size=1, max_size=3, unique=True), steps=STEPS)
    def holds(keys: list[str], steps: list[tuple[str, Any]]) -> None:
        with transaction.atomic():
            asked = ask(cast, filed, keys)
            before, files = again(asked).answers, set(asked.attachments.values_list("component", flat=True))
            request = asked.interruptions.get()
            open_keys = {row["key"] for row in opened(again(asked), request)}
            for name, given in steps:
                with suppress(Refused), transaction.atomic():
                    step(cast, again(asked), name, given)
            sent.add(again(asked).answers != before)
            require_only(again(asked), open_keys, before, files)
            transaction.set_rollback(True)

    holds()
    assert sent == {True, False}


def test_what_was_not_asked_for_is_left_aside_however_it_is_typed(cast: Cast) -> None:
    dossier = cast.appraised()
    keys = [row["key"] for row in askable(dossier)]

    @settings(ONCE, max_examples=200)
    @given(
        asked=st.lists(st.sampled_from(keys), max_size=4, unique=True),
        typed=st.dictionaries(st.sampled_from(keys), TYPED),
    )
    def holds(asked: list[str], typed: dict[str, Any]) -> None:
        request = Interruption(dossier=dossier, items=[{"question": key, "name": key, "todo": "x"} for key in asked])
        open_keys = {row["key"] for row in opened(dossier, request)}

        reply = reply_to(dossier, request, typed, WEDNESDAY.date())

        touched = {key for key in reply.answers if reply.answers[key] != dossier.answers.get(key)}
        assert touched == set(reply.changed)
        assert touched <= open_keys
        assert set(reply.errors) <= open_keys

    holds()

"""Decision guides: a few questions that lead to the right procedure, or to why there is none. Pure."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from procedures.localized import text_of

FOLDER = Path(__file__).parent / "guides"
FITS = "fits"  # the procedure that asks: every answer fits it
YES, NO = "co", "khong"
STEPS_MAX = 12


@dataclass(frozen=True)
class Guide:
    """Questions by key, the first one first, and the answers they may end with."""

    title: str
    procedures: Sequence[str]
    events: Sequence[str]
    questions: Mapping[str, Mapping[str, Any]]
    answers: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Walk:
    """The state of a guide after some answers: the steps taken, and the next question or the end."""

    taken: Sequence[tuple[str, str]]  # question and answer, in words
    question: Mapping[str, Any] | None = None
    options: Sequence[tuple[str, str]] = ()  # key and words
    procedure: str = ""
    answer: Mapping[str, str] | None = None


def guides() -> dict[str, Guide]:
    """Every guide by the name of its file, in the language of the page."""
    return {slug: _guide(content) for slug, content in _files().items()}


def guide_about(procedure: str) -> str:
    """The slug of the guide that leads to *procedure* among others; empty for none."""
    return next((slug for slug, content in _files().items() if procedure in content["procedures"]), "")


def eligibility(content: Mapping[str, Any]) -> Guide | None:
    """The questions a procedure asks before filing, as a guide that ends with itself; None when it asks none."""
    rows = content.get("eligibility", [])
    if not rows:
        return None
    questions, answers = [], []
    for number, row in enumerate(rows, 1):
        proceed: dict[str, str] = {"next": str(number + 1)} if number < len(rows) else {"procedure": FITS}
        stop = {"answer": str(number)}
        yes = proceed if row["fits"] else stop
        questions.append(
            {
                **row,
                "key": str(number),
                "options": [
                    {"key": YES, "label_vi": "Có", "label_en": "Yes", **yes},
                    {"key": NO, "label_vi": "Không", "label_en": "No", **(stop if row["fits"] else proceed)},
                ],
            }
        )
        answers.append(
            {
                "key": str(number),
                "title_vi": "",
                "text_vi": row["otherwise_vi"],
                "text_en": row.get("otherwise_en", ""),
                "instead": row.get("instead", []),
            }
        )
    return _guide({"title_vi": "", "procedures": [], "questions": questions, "answers": answers})


def walk(guide: Guide, path: Sequence[str]) -> Walk:
    """Follow the answers of *path*; one that is not offered ends the walk there, and its question is asked again."""
    taken: list[tuple[str, str]] = []
    question = next(iter(guide.questions.values()))
    for key in path[:STEPS_MAX]:
        option = next((row for row in question["options"] if row["key"] == key), None)
        if option is None:
            break
        taken.append((text_of(question, "text"), text_of(option, "label")))
        if "procedure" in option:
            return Walk(taken, procedure=option["procedure"])
        if "answer" in option:
            return Walk(taken, answer=guide.answers[option["answer"]])
        question = guide.questions[option["next"]]
    options = [(row["key"], text_of(row, "label")) for row in question["options"]]
    return Walk(taken, {"text": text_of(question, "text"), "help": text_of(question, "help")}, options)


def _guide(content: Mapping[str, Any]) -> Guide:
    return Guide(
        title=text_of(content, "title"),
        procedures=content["procedures"],
        events=content.get("events", []),
        questions={row["key"]: row for row in content["questions"]},
        answers={row["key"]: row for row in content.get("answers", [])},
    )


@lru_cache(maxsize=1)
def _files() -> dict[str, dict[str, Any]]:
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}

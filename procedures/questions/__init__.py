"""The questions of a form: one definition gives the page, its validation, the API schema, the display and the print.

A *definition* is the list of questions of an edition's file; *answers* map a question's key to its raw
value (text, true/false, an address as a mapping, a table as a list of rows). What is typed is kept as
typed until it passes; `tidy` then gives its normal form.
"""

from procedures.questions.addresses import parts_of
from procedures.questions.bounds import are_too_many, refused_answers
from procedures.questions.conditions import asked_now
from procedures.questions.display import display, json_schema
from procedures.questions.facts import Fact, facts_of
from procedures.questions.form_page import BoundQuestion, Section, bind_questions, mark_of, read, sections, storable
from procedures.questions.validation import final_answers, fitting_answer, tidy_answers, validate_answers

__all__ = [
    "BoundQuestion",
    "Fact",
    "Section",
    "are_too_many",
    "asked_now",
    "bind_questions",
    "display",
    "facts_of",
    "final_answers",
    "fitting_answer",
    "json_schema",
    "mark_of",
    "parts_of",
    "read",
    "refused_answers",
    "sections",
    "storable",
    "tidy_answers",
    "validate_answers",
]

"""About how long an application takes to fill in: told before one begins, so that nobody starts it at a bus stop."""

from procedures.models import Edition
from procedures.questions.conditions import asked_now

# Measured on the work permit, filled in on a phone with the papers at hand: 36 questions and 6 papers in 15 to 20
# minutes. The one place for both; whoever measures better changes them here.
SECONDS_A_QUESTION = 20
SECONDS_A_PAPER = 60
STEP = 5  # minutes: a figure to the minute would promise what nobody knows


def minutes_to_fill_in(edition: Edition) -> int:
    """Minutes for the questions everybody is asked and the papers everybody sends, rounded up to five.

    Reads the components, which a page that lists the papers has read already.
    """
    questions = len(asked_now(edition.form_definition, {}))
    forms = edition.forms_as_papers
    papers = sum(1 for row in edition.components.all() if row.required and row.key not in forms)
    seconds = questions * SECONDS_A_QUESTION + papers * SECONDS_A_PAPER
    return max(-(-seconds // (60 * STEP)), 1) * STEP

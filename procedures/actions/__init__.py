"""Acts on the catalogue and the calendar: the only writers of their rows. Published editions never change."""

from procedures.actions.catalogue import differences, load_catalogue
from procedures.actions.editions import discard_draft, draft_edition, publish, refresh_descriptions, withdraw
from procedures.actions.holidays import CALENDAR_FILE, load_holidays, proposed_year, publish_year
from procedures.actions.result_templates import (
    discard_result_template,
    draft_result_template,
    load_result_templates,
    publish_result_template,
)

__all__ = [
    "CALENDAR_FILE",
    "refresh_descriptions",
    "differences",
    "discard_draft",
    "discard_result_template",
    "draft_edition",
    "draft_result_template",
    "load_catalogue",
    "load_holidays",
    "load_result_templates",
    "proposed_year",
    "publish",
    "publish_result_template",
    "publish_year",
    "withdraw",
]

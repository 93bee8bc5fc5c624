"""Acts on the catalogue and the calendar: the only writers of their rows. Published editions never change."""

from procedures.actions.catalogue import differences, load_catalogue
from procedures.actions.editions import discard_draft, draft_edition, publish, refresh_descriptions, withdraw
from procedures.actions.holidays import CALENDAR_FILE, load_holidays, proposed_year, publish_year

__all__ = [
    "CALENDAR_FILE",
    "refresh_descriptions",
    "differences",
    "discard_draft",
    "draft_edition",
    "load_catalogue",
    "load_holidays",
    "proposed_year",
    "publish",
    "publish_year",
    "withdraw",
]

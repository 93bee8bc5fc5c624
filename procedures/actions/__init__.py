"""Acts on the catalogue and the calendar: the only writers of their rows. Published editions never change."""

from procedures.actions.catalogue import differences, load_catalogue
from procedures.actions.editions import catch_up, discard_draft, draft_edition, publish, withdraw
from procedures.actions.holidays import CALENDAR_FILE, load_holidays, proposed_year, publish_year

__all__ = [
    "CALENDAR_FILE",
    "catch_up",
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

"""Dossiers, what happened to them, and what came in and went out with them."""

from dossiers.models.access import DossierAccess
from dossiers.models.attachment import Attachment
from dossiers.models.counter import Counter
from dossiers.models.dossier import Dossier
from dossiers.models.event import Event, EventNote
from dossiers.models.interruption import Interruption
from dossiers.models.lateness import Lateness
from dossiers.models.paper import Paper
from dossiers.models.state import State

__all__ = [
    "Attachment",
    "Counter",
    "Dossier",
    "DossierAccess",
    "Event",
    "EventNote",
    "Interruption",
    "Lateness",
    "Paper",
    "State",
]

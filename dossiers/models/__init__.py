"""Models of dossiers: the dossier, its events and states, its attachments and its papers."""

from dossiers.models.access import DossierAccess
from dossiers.models.attachment import Attachment
from dossiers.models.batch import Batch, BatchItem
from dossiers.models.counter import Counter
from dossiers.models.daily_use import DailyUse
from dossiers.models.dossier import Dossier
from dossiers.models.event import Event, EventNote
from dossiers.models.interruption import Interruption
from dossiers.models.label import DossierLabel, Label
from dossiers.models.lateness import Lateness
from dossiers.models.month_figures import MonthFigures
from dossiers.models.opinion import Opinion
from dossiers.models.paper import Paper
from dossiers.models.parcel import Parcel, ParcelItem
from dossiers.models.result import Result
from dossiers.models.saved_view import SavedView
from dossiers.models.slip import FailedSlip
from dossiers.models.state import State

__all__ = [
    "Attachment",
    "Batch",
    "BatchItem",
    "Counter",
    "DailyUse",
    "Dossier",
    "DossierAccess",
    "DossierLabel",
    "Event",
    "EventNote",
    "FailedSlip",
    "Interruption",
    "Label",
    "Lateness",
    "MonthFigures",
    "Opinion",
    "Paper",
    "Parcel",
    "ParcelItem",
    "Result",
    "SavedView",
    "State",
]

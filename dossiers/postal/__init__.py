"""The public postal service as the desk meets it: numbers of parcels, and a provider that may be asked about them."""

from dossiers.postal.numbers import NotANumber, parcel_number
from dossiers.postal.port import Fact, PostalService, Status, service
from dossiers.postal.questions import NoAnswer, ask_number, ask_status

__all__ = [
    "Fact",
    "NoAnswer",
    "NotANumber",
    "PostalService",
    "Status",
    "ask_number",
    "ask_status",
    "parcel_number",
    "service",
]

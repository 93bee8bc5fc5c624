"""Forms about people: who they are, what they claim, and who may do what."""

from people.forms.contacts import ContactForm, CounterContactForm, EndForm
from people.forms.incidents import IncidentEntryForm, IncidentForm
from people.forms.parties import CheckForm, ClaimForm, CounterPartyForm, JoinForm, PartyForm
from people.forms.power import (
    AccountChangeForm,
    ApiKeyForm,
    AppointmentForm,
    EndPostForm,
    FactorResetForm,
    GrantDecisionForm,
)

__all__ = [
    "AccountChangeForm",
    "ApiKeyForm",
    "AppointmentForm",
    "CheckForm",
    "ClaimForm",
    "ContactForm",
    "CounterContactForm",
    "CounterPartyForm",
    "EndForm",
    "EndPostForm",
    "FactorResetForm",
    "GrantDecisionForm",
    "IncidentEntryForm",
    "IncidentForm",
    "JoinForm",
    "PartyForm",
]

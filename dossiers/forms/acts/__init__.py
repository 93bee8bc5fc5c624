"""Every act of the officers' side, in the order a page offers them; the files mirror `dossiers/actions/`."""

from dossiers.forms.acts import reception, fees, review, supplement, handling, opinions, lateness, outcome, withdrawal  # noqa: F401, I001 - in this order
from dossiers.forms.acts import cessation, results, reversal  # noqa: F401
from dossiers.forms.base import WEIGHTS, ActForm, declared_acts

ACTS: tuple[type[ActForm], ...] = tuple(sorted(declared_acts(), key=lambda form: WEIGHTS.index(form.weight)))

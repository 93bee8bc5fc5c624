"""The triggers that keep the journal append-only; migrations name this module."""

from people.models.append_only import AppendOnly

TABLE = "dossiers_event"
EVENTS = AppendOnly(TABLE, "dossier_id = NEW.dossier_id AND seq = NEW.seq")
install, lift = EVENTS.install, EVENTS.lift

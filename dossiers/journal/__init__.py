"""The journal: the only way to change a dossier, and the chain of events that records each change."""

from dossiers.journal.entry import Act, Lockable, entry, following, not_now, out_of_turn

__all__ = ["Act", "Lockable", "entry", "following", "not_now", "out_of_turn"]

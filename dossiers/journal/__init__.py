"""The journal: the one door for every change of a dossier, and the chain of events it writes."""

from dossiers.journal.entry import Act, Lockable, entry, following, out_of_turn

__all__ = ["Act", "Lockable", "entry", "following", "out_of_turn"]

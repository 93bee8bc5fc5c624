"""Notices about dossiers: the kinds of message, what each of them says, and where it leads."""

from dossiers.notices.kinds import KINDS

__all__ = ["KINDS"]

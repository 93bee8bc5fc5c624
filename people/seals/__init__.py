"""Seals: every row that decides something is digested as it is saved, so that a change outside the site shows."""

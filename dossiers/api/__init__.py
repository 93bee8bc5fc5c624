"""Dossiers for partner systems: one resource per act, one small view each."""

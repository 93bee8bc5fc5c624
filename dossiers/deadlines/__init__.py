"""Deadlines of a dossier: promise, internal steps, waiting, alerts, reminders. The law is in `procedures.law`."""

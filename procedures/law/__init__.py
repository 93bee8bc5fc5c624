"""The law as pure functions: working time, deadlines and their ledger, fees, alert times; no Django, no database."""

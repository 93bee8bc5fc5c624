"""Admin of dossiers: empty on purpose.

An administrator sees no dossier content (architecture 1.4), and a dossier changes only by acts: an edit
form over these rows would be a second door. Who looks after the system uses `manage.py verify_journal`.
"""

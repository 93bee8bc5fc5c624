"""Pages about dossiers, by reader: citizen, desk (all officers), public."""

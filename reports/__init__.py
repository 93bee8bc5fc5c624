"""Floor 6: statistics; one file per report."""

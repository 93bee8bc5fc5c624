"""Floor 6, figures: one file per report."""

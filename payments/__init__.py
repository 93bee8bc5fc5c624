"""Floor 5, fees paid."""

"""Floor 1, messages out, and what became of them."""

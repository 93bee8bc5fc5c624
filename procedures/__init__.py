"""Floor 3: the law as data and as pure functions."""

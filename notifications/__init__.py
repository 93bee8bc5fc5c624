"""Floor 1: messages out, and their delivery."""

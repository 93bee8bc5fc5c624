"""Pages on how one is reached."""

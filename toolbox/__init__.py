"""Floor 0, plain helpers; not an app."""

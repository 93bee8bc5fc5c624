"""Floor 0: plain helpers of every app; not an app itself."""

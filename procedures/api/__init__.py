"""The catalogue and the statutory clock for partner systems; open to all, without signing in."""

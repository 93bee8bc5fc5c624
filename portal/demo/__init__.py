"""The demo world: a small department that belongs to nobody, filled by real acts."""

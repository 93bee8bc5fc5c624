"""Floor 4, the heart: the life of a case, its journal, clock, papers and desks."""

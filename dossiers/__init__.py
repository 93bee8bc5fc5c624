"""Floor 4, the heart: dossiers, their journal, deadlines, papers and desks."""

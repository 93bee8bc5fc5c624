"""A province of any size for trials: synthetic people, whole lives of dossiers, the same for the same seed.

Every kind of life is lived twice by real acts; the rows they leave are the pattern, and the second life
proves it. Rows of that pattern, with other people, instants, numbers and hashes, are then written in bulk.
"""

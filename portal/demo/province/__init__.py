"""A province of any size for trials: synthetic people and whole histories of dossiers, the same for the same seed.

Every kind of history is carried out twice by real acts; the rows it leaves are the pattern, and the second run
proves it. Rows of that pattern, with other people, instants, numbers and hashes, are then written in bulk.
"""

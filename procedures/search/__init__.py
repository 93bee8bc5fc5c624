"""Search of the catalogue: the query with its pages, and the filters beside its results."""

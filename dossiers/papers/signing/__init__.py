"""Sign papers: the person whose act it is, then the agency (Decree 30/2020, annex I), by keys behind one port.

Who signs is frozen with the paper at issue (`signatories`). The worker signs the file it has made (`marks`) by keys
that one module knows (`keys`), and keeps on the row what it signed with. A paper issued while nothing signs stays
unsigned, and says so. Modules are imported one by one: those that sign load pyHanko, those that issue do not.
"""

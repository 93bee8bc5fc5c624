"""Pages of the officers' side: queue, counter, one dossier with its acts, the official calendar."""

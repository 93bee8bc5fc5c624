"""Forms of the dossier pages: parsing and field checks; whether an act may happen is for the act to say."""

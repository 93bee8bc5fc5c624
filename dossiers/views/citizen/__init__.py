"""Pages of the applicant's side: from starting a draft to following and withdrawing a dossier."""

"""Pages about dossiers: the applicant's side, the desk, the officers; one function a page or act."""

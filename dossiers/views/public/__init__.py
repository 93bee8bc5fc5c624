"""Pages about dossiers for anybody, signed in or not."""

"""Floor 2: parties, accounts, agencies, posts, sign-in."""

"""Sign-in: the account forms and pages, and the API tokens."""

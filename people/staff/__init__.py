"""The people of the office: their accounts, units and posts on pages, and many at once from one sheet."""

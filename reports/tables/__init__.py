"""Statutory and management tables, one file each; the registry lists them."""

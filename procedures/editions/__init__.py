"""Editions of a procedure as files: read, checked, written, compared."""

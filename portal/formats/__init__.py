"""Formats by language, where Django's own are missing or wrong."""

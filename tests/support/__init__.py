"""Helpers of tests: factories, stories, browsers, running sites; no test is here."""

"""The cast of the dossiers' tests, counted."""

from tests.dossiers.conftest import cast

__all__ = ["cast"]

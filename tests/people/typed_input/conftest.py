"""The cast of the dossiers' tests, typing."""

from tests.dossiers.conftest import *  # noqa: F403

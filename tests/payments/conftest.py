"""The cast of the dossiers' tests, at the cash desk."""

from tests.dossiers.conftest import *  # noqa: F403

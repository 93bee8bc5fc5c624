"""What is stored lies under its digest, and is trusted by nothing else."""

import hashlib

import pytest
from django.core.files.storage import default_storage

from dossiers.models.stored_files import store

pytestmark = pytest.mark.django_db
CONTENT = b"what a citizen handed in"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.parametrize("there", [b"", b"w" * len(CONTENT)])
def test_other_bytes_under_the_same_name_are_never_taken_for_it_whatever_their_size(there: bytes) -> None:
    path = store(CONTENT, DIGEST, "application/pdf")
    with open(default_storage.path(path), "wb") as file:
        file.write(there)

    assert store(CONTENT, DIGEST, "application/pdf") == path
    with default_storage.open(path) as stored:
        assert stored.read() == CONTENT

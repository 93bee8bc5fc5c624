"""Live and ready: what a load balancer asks."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory

from portal import health


def test_a_process_that_answers_is_live(rf: RequestFactory) -> None:
    assert health.live(rf.get("/")).status_code == 200


@pytest.mark.django_db
def test_with_database_and_broker_it_is_ready(
    rf: RequestFactory, tmp_path: Any, settings: Any
) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}

    response = health.ready(rf.get("/"))

    assert response.status_code == 200
    assert json.loads(response.content) == {"status": "ok", "database": True, "broker": True}


@pytest.mark.django_db
def test_a_broker_that_does_not_answer_is_named(rf: RequestFactory, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}

    response = health.ready(rf.get("/"))

    assert response.status_code == 503
    assert json.loads(response.content)["broker"] is False


@pytest.mark.django_db
def test_a_migration_that_was_not_applied_makes_it_unready(rf: RequestFactory) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'notifications'")

    response = health.ready(rf.get("/"))

    assert response.status_code == 503
    assert json.loads(response.content)["database"] is False

"""Finds a PostgreSQL and a Redis that let us in, makes a fresh database, prints the export lines."""

import os
import sys

import psycopg2
import redis
from psycopg2 import sql

NAME = "motcua_ci"
LOGINS = (
    "postgresql://root@127.0.0.1:5432/postgres",
    "postgresql://postgres@127.0.0.1:5432/postgres",
    "postgresql://postgres:postgres@127.0.0.1:5432/postgres",
    "postgresql:///postgres",
)
BROKERS = ("redis://127.0.0.1:6379/9",)


def main() -> int:
    """Prints two exports; or one sentence and 1 when a service is missing."""
    database, broker = fresh_database(), reachable_broker()
    if not database or not broker:
        sys.stdout.write("No PostgreSQL lets us in." if not database else "No Redis answers.")
        return 1
    sys.stdout.write(f"export DATABASE_URL='{database}' REDIS_URL='{broker}'")
    return 0


def fresh_database() -> str:
    """The address of a newly made database, or nothing."""
    given = os.environ.get("DATABASE_URL")
    for login in [given] if given else LOGINS:
        try:
            connection = psycopg2.connect(login, connect_timeout=3)
        except psycopg2.OperationalError:
            continue
        if given:
            return given
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(NAME)))
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        return login.rpartition("/")[0] + f"/{NAME}"
    return ""


def reachable_broker() -> str:
    """The address of a Redis that answers, or nothing."""
    given = os.environ.get("REDIS_URL")
    for address in [given] if given else BROKERS:
        try:
            redis.Redis.from_url(address, socket_connect_timeout=3).ping()
        except redis.RedisError:
            continue
        return address
    return ""


if __name__ == "__main__":
    sys.exit(main())

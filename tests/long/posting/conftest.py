"""Databases with our tables, and a platform."""

from tests.deliver.conftest import (
    made_postgres,
    made_sqlite,
    platform,
    postgres,
    postgres_url,
    running,
    sqlite_url,
    url,
)

__all__ = [
    "made_postgres",
    "made_sqlite",
    "platform",
    "postgres",
    "postgres_url",
    "running",
    "sqlite_url",
    "url",
]

"""A chat platform that fails on demand, in a process of its own: see `tests.servers.platform.web`."""

from tests.servers.platform.client import Platform, running_platform

__all__ = ["Platform", "running_platform"]

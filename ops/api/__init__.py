"""The read API: the v1 views over HTTP, for those who may not reach the database. It writes nothing."""

from ops.api.application import make_api

__all__ = ["make_api"]

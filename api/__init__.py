"""The REST service: the questions the command line answers, read-only, as JSON or CSV."""

from api.app import create_app

__all__ = ["create_app"]

"""Celery tasks, one file for each worker kind. A task is a web view: lease, call pure code, store, ring on."""

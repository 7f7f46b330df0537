"""When and where: Celery tasks, the store, the network and the command line. The only package with I/O."""

"""The command line. Logs go to stderr, data to stdout; exit codes are 0 done, 1 needs a person, 2 bad usage."""

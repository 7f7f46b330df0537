"""The versions of the database, in order. Each works while workers of the version before still write."""

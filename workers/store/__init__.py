"""The only SQL. Values go in and come out; rows never enter the pipeline."""

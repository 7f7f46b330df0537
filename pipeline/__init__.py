"""The verbs of Fivefold: pure functions from one frozen value to the next. No I/O, clock, environment or randomness."""

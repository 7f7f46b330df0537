"""The nouns of Fivefold: frozen values and the tables that hold them. No behaviour beyond validation."""

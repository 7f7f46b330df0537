"""What a document says: entities, figures and dates, each with the characters that prove it."""

"""Model to numbers, pure and without wording."""

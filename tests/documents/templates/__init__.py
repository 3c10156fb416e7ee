"""What a template may say: the language of its tags, their values, and how it is held against the fields."""

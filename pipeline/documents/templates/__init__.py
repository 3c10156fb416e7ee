"""What a template may say, and what it is once compiled: its tags, their language, its strings and places."""

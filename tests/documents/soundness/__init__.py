"""The lint of finished files: what it catches, what it lets pass, and what becomes of a file with a fault."""

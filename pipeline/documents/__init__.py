"""Views and Office templates to finished files: compiled once, rendered for each account."""

"""Text that must stay inside its shape: shrunk, shortened, or carried on to the next slide."""

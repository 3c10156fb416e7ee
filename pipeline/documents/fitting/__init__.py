"""Text kept inside its shape: measured by letter widths, shrunk, shortened, or carried on to the next slide."""

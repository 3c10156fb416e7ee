"""Compiling a template: what authors write, what they get wrong, and where they are told so."""

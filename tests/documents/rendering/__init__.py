"""Rendering a compiled template: what is printed, repeated, turned round and left out."""

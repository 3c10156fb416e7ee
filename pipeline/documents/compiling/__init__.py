"""From an Office file with tags to a compiled template: done once, with lxml, before any account is rendered."""

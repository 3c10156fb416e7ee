"""Views and Office templates to finished files: compiled once, rendered for each account.

In the order in which a document passes through them: `packaging` opens the file, `templates` is the language that it
may speak, `compiling` makes strings of it, `rendering` fills them for an account, with `figures` and `fitting`, and
`soundness` looks at what came out.
"""

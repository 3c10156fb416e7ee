"""`python -m pipeline` is `keyplan`."""

from pipeline.cli import main

main(prog_name="keyplan")

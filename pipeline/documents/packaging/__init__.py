"""Office files as packages of parts: opened, read for every word they hold, searched for leaks, written."""

"""Office files as packages: damaged ones, written ones, and those searched for leaks."""

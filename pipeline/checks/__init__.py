"""Rules over a whole account: what no cell can tell alone."""

"""One computed sentence for each result: what it says with its number, or why it is not assessed."""

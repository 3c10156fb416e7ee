"""The nouns of account planning; each field carries its title, help, unit, limits, choices and audience."""
